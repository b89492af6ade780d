namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// What a history has told about one subscription so far. One that resumes another begins with what was stored of that:
/// the two are one subscriber to the application.
/// </summary>
internal sealed class SubscriptionFacts(int number, int client, int topic, SubscriptionStart start, int producers)
{
    private readonly HashSet<int> _delivered = [];
    private readonly ProducerFacts?[] _producers = new ProducerFacts?[producers];

    // Deliveries and gaps in the order in which they were told. A gap has no message.
    private readonly List<(int Producer, MessageFacts? Message, long First, long Last)> _told = [];
    // Gaps that were told to an earlier process and not taken by it.
    private readonly List<(int Producer, long First, long Last)> _owedAgain = [];
    private int _inherited;
    private int _stored;
    private int _toldWhenStored;

    public int Number { get; } = number;

    public int Client { get; } = client;

    public int Topic { get; } = topic;

    public SubscriptionStart Start { get; } = start;

    /// <summary>Index of the event; −1 before.</summary>
    public int SubscribedIndex { get; set; } = -1;

    /// <summary>
    /// Index of the event from which on everything is owed: the first subscription's confirmation; −1 before.
    /// </summary>
    public int OwedSince { get; private set; } = -1;

    public Instant SubscribedAt { get; set; } = Instant.Never;

    public bool WasGivenUp { get; set; }

    public bool HasEnded { get; set; }

    public bool IsLive => SubscribedIndex >= 0 && !HasEnded && !WasGivenUp;

    public ProducerFacts From(int producer) => _producers[producer] ??= new();

    /// <summary>
    /// Whether an earlier process was told that a message is lost, and ended before a message carried that gap: it is told
    /// again, whatever the logs hold, because the place in them that was stored lies behind it.
    /// </summary>
    public bool IsOwedAgain(int producer, long sequence) =>
        _owedAgain.Exists(gap => gap.Producer == producer && gap.First <= sequence && sequence <= gap.Last);

    public bool WasDelivered(MessageFacts message) => _delivered.Contains(message.Number);

    public void Confirm(int index, Instant now)
    {
        (SubscribedIndex, SubscribedAt) = (index, now);
        OwedSince = OwedSince < 0 ? index : OwedSince;
    }

    public void Deliver(MessageFacts message, long sequence)
    {
        _told.Add((message.Client, message, sequence, sequence));
        _delivered.Add(message.Number);
        var producer = From(message.Client);
        producer.LastSequence = Math.Max(producer.LastSequence, sequence);
        producer.LastPublishedIndex = Math.Max(producer.LastPublishedIndex, message.PublishedIndex);
        producer.HasOpenGap = false;
    }

    public void AddGap(int producer, long first, long last)
    {
        _told.Add((producer, null, first, last));
        From(producer).AddGap(first, last);
    }

    /// <summary>The application has stored what it took: so many messages of this subscription.</summary>
    public void Store(long taken)
    {
        (_stored, _toldWhenStored) = (_inherited, _told.Count);
        for (; taken > 0; _stored++)
        {
            taken -= _told[_stored].Message is null ? 0 : 1;
        }
    }

    /// <summary>
    /// Takes over what was stored of another subscription. A gap belongs to it only if the application took the message
    /// that carries it; otherwise it was told to a process that is gone, and is owed again.
    /// </summary>
    public void GoOnFrom(SubscriptionFacts earlier)
    {
        OwedSince = earlier.OwedSince;
        _owedAgain.AddRange(earlier._owedAgain);
        var gaps = new List<(int Producer, MessageFacts? Message, long First, long Last)>();
        foreach (var told in earlier._told[..earlier._stored])
        {
            if (told.Message is not { } message)
            {
                gaps.Add(told);
                continue;
            }

            foreach (var gap in gaps.FindAll(gap => gap.Producer == told.Producer))
            {
                AddGap(gap.Producer, gap.First, gap.Last);
            }

            gaps.RemoveAll(gap => gap.Producer == told.Producer);
            Deliver(message, told.First);
        }

        gaps.AddRange(earlier._told[earlier._stored..earlier._toldWhenStored].FindAll(told => told.Message is null));
        _owedAgain.AddRange(gaps.Select(gap => (gap.Producer, gap.First, gap.Last)));
        _inherited = _stored = _toldWhenStored = _told.Count;
    }
}
