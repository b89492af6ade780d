namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What a history has told about one subscription so far.</summary>
internal sealed class SubscriptionFacts(int number, int client, int topic, SubscriptionStart start, int producers)
{
    private readonly HashSet<int> _delivered = [];
    private readonly ProducerFacts?[] _producers = new ProducerFacts?[producers];

    public int Number { get; } = number;

    public int Client { get; } = client;

    public int Topic { get; } = topic;

    public SubscriptionStart Start { get; } = start;

    /// <summary>Index of the event; −1 before.</summary>
    public int SubscribedIndex { get; set; } = -1;

    public Instant SubscribedAt { get; set; } = Instant.Never;

    public bool WasGivenUp { get; set; }

    public bool HasEnded { get; set; }

    public bool IsLive => SubscribedIndex >= 0 && !HasEnded && !WasGivenUp;

    public ProducerFacts From(int producer) => _producers[producer] ??= new();

    public bool WasDelivered(MessageFacts message) => _delivered.Contains(message.Number);

    public void Deliver(MessageFacts message, long sequence)
    {
        _delivered.Add(message.Number);
        var producer = From(message.Client);
        producer.LastSequence = Math.Max(producer.LastSequence, sequence);
        producer.LastPublishedIndex = Math.Max(producer.LastPublishedIndex, message.PublishedIndex);
        producer.HasOpenGap = false;
    }
}
