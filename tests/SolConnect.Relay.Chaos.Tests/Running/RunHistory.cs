using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>
/// Writes down what two applications see, one that publishes and one that subscribes, for the checker of the
/// simulation. Relays are not seen: they run elsewhere. Thread-safe.
/// </summary>
internal sealed class RunHistory
{
    public const int Publisher = 0;
    public const int Subscriber = 1;
    private const int Topic = 0;
    private const int Subscription = 0;

    private readonly Lock _lock = new();
    private readonly History _history;
    private readonly HashSet<int> _owed = [];
    private readonly HashSet<int> _arrived = [];
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly Dictionary<int, long> _sequences = [];
    private readonly List<MessageGap> _told = [];
    private readonly List<MessageGap> _recorded = [];
    private (ProducerId Producer, long Generation)? _producer;

    public RunHistory()
    {
        var origin = TimeProvider.System.GetTimestamp();
        _history = new(() => new Instant(TimeProvider.System.GetElapsedTime(origin).Ticks));
    }

    /// <summary>Once nothing happens any more.</summary>
    public IReadOnlyList<HistoryEvent> Events => _history.Events;

    public int Published { get; private set; }

    public int Receipts { get; private set; }

    /// <summary>The number of the last message that got a receipt.</summary>
    public int LastReceipted { get; private set; } = -1;

    public int Deliveries { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Gaps that the subscriber's transport reported.</summary>
    public int Gaps
    {
        get
        {
            lock (_lock)
            {
                return _told.Count;
            }
        }
    }

    /// <summary>Whether every send has its outcome.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_lock)
            {
                return Receipts + Failures == Published;
            }
        }
    }

    /// <summary>Whether everything receipted was handed out or reported as lost.</summary>
    public bool IsAccountedFor
    {
        get
        {
            lock (_lock)
            {
                return _owed.All(message => IsLost(_sequences[message]));
            }
        }
    }

    /// <summary>A message is about to be sent. Returns its number.</summary>
    public int Publish(byte[] payload)
    {
        lock (_lock)
        {
            var hash = PayloadHash.Of(payload);
            _numbers.Add(hash, Published);
            _history.Published(Publisher, Topic, Published, hash);
            return Published++;
        }
    }

    public void Receipt(int message, in DeliveryReceipt receipt)
    {
        lock (_lock)
        {
            Receipts++;
            LastReceipted = Math.Max(LastReceipted, message);
            _sequences[message] = receipt.Id.Sequence;
            if (!_arrived.Contains(message))
            {
                _owed.Add(message);
            }

            // One receipt is enough to know the producer's id; with another one, the id would not be the message's own.
            var sequence = ClientOf(receipt.Id) == Publisher ? receipt.Id.Sequence : -1;
            Settle(message, SendOutcome.Receipted, default, sequence, receipt.Acks);
        }
    }

    public void Failure(int message, SendOutcome outcome, DeliveryStatus status, MessageId? id)
    {
        lock (_lock)
        {
            Failures++;
            Settle(message, outcome, status, id?.Sequence ?? 0, 0);
        }
    }

    public void Subscribed()
    {
        lock (_lock)
        {
            _history.SubscribeAsked(Subscriber, Subscription, Topic, SubscriptionStart.Latest);
            _history.Subscribed(Subscription);
        }
    }

    public void Deliver(in RelayMessage message)
    {
        lock (_lock)
        {
            var (payload, client) = (PayloadHash.Of(message.Payload.Span), ClientOf(message.Id));
            var sequence = message.Id.Sequence;
            if (message.GapBefore is { } gap)
            {
                Record(gap, client);
            }

            Deliveries++;
            if (_numbers.TryGetValue(payload, out var number))
            {
                _arrived.Add(number);
                _owed.Remove(number);
            }

            _history.Delivered(Subscription, client, Topic, sequence, payload, message.GapBefore is not null);
        }
    }

    /// <summary>
    /// The event; it comes on a thread of its own, before or after the message that carries the same gap.
    /// </summary>
    public void Tell(MessageGap gap)
    {
        lock (_lock)
        {
            _told.Add(gap);
        }
    }

    /// <summary>Everything has healed and had its time.</summary>
    public void Checkpoint(params (int Client, TransportState State)[] states)
    {
        lock (_lock)
        {
            // What was lost at the end has no message after it that could carry it.
            foreach (var gap in _told.Where(gap => !IsRecorded(gap)).ToList())
            {
                Record(gap, Publisher);
            }

            foreach (var (client, state) in states)
            {
                _history.OfClient(HistoryKind.StateSeen, client, (int)state);
            }

            _history.Moment(HistoryKind.Checkpoint);
        }
    }

    public void OfClient(HistoryKind kind, int client)
    {
        lock (_lock)
        {
            _history.OfClient(kind, client);
        }
    }

    public void SubscriptionEnded(SubscriptionEndKind end)
    {
        lock (_lock)
        {
            _history.SubscriptionEnded(Subscription, end);
        }
    }

    private bool IsLost(long sequence) => _told.Exists(gap => gap.First <= sequence && sequence <= gap.Last);

    // A message may carry several gaps in one.
    private bool IsRecorded(MessageGap gap) =>
        _recorded.Exists(known => known.First <= gap.First && known.Last >= gap.Last);

    private void Record(MessageGap gap, int client)
    {
        _recorded.Add(gap);
        _history.Gap(Subscription, client, gap.First, gap.Last, gap.Reason);
    }

    private void Settle(int message, SendOutcome outcome, DeliveryStatus status, long sequence, int acks)
    {
        var id = new MessageId(default, 0, sequence);
        _history.Settled(Publisher, Topic, message, new(outcome, status, id, default, acks, false, default, null));

        // The library has copied the payload; with the outcome it has let go of everything that a caller can see.
        _history.Released(Publisher, message);
    }

    private int ClientOf(MessageId id)
    {
        _producer ??= (id.Producer, id.Generation);
        return _producer == (id.Producer, id.Generation) ? Publisher : -1;
    }
}
