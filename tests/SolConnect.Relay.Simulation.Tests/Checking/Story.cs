using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Checking;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Faults;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Tests.Checking;

/// <summary>
/// A history told by hand: client 0 publishes on topic 0, client 1 subscribes, two relays hold one log each. Every step
/// takes a millisecond.
/// </summary>
internal sealed class Story
{
    public const int Publisher = 0;
    public const int Subscriber = 1;

    private readonly VirtualTime _time = new();
    private readonly History _history;
    private int _subscription;

    public Story()
    {
        _history = new(_time);
        for (var relay = 0; relay < 2; relay++)
        {
            _history.LogBegan(relay, relay);
            _history.RelayOpened(Publisher, relay);
            _history.RelayOpened(Subscriber, relay);
        }
    }

    public int? RequiredAcks { get; init; }

    public int Retention { get; init; } = 1000;

    public bool SeesRelays { get; init; } = true;

    private HistoryTerms Terms => new()
    {
        Topics = 1,
        Relays = 2,
        RelaysInSet = 2,
        Retention = Retention,
        Lateness = TimeSpan.FromSeconds(1),
        SeesRelays = SeesRelays,
        Clients = [Client(), Client()],
    };

    public IReadOnlyList<Violation> Violations => HistoryChecker.Check(Terms, _history.Events);

    public Story Wait(TimeSpan time)
    {
        _time.RunUntil(_time.Now + time);
        return this;
    }

    public Story Subscribe(SubscriptionStart start = SubscriptionStart.Latest)
    {
        _history.SubscribeAsked(Subscriber, 0, 0, start);
        _history.Subscribed(0);
        return Step();
    }

    /// <summary>
    /// The application stores its work and a checkpoint, after so many messages of its present subscription.
    /// </summary>
    public Story Store(int taken) => Then(() => _history.Stored(_subscription, taken));

    /// <summary>Its subscription ends, and another one goes on from what was stored.</summary>
    public Story Resume()
    {
        _history.SubscriptionEnded(_subscription, SubscriptionEndKind.Requested);
        _history.SubscribeAsked(Subscriber, ++_subscription, 0, SubscriptionStart.Latest);
        _history.Resumes(_subscription, _subscription - 1);
        _history.Subscribed(_subscription);
        return Step();
    }

    public Story Publish(int message) => Then(() => _history.Published(Publisher, 0, message, Payload(message)));

    public Story Seen(int log, int message, long sequence) =>
        Then(() => _history.RelaySaw(log, Publisher, 0, sequence, Payload(message)));

    public Story Acked(int log, long through) => Then(() => _history.RelayAcked(log, Publisher, 0, through));

    /// <summary>The message reaches both logs, which confirm it.</summary>
    public Story Stored(int message, long sequence) => Seen(0, message, sequence).Acked(0, sequence)
        .Seen(1, message, sequence).Acked(1, sequence);

    public Story Receipt(int message, long sequence, int acks = 2) =>
        End(message, SendOutcome.Receipted, DeliveryStatus.Unknown, sequence, acks);

    public Story End(int message, SendOutcome outcome, DeliveryStatus status, long sequence = 0, int acks = 0)
    {
        var id = new MessageId(new ProducerId(default), 1, sequence);
        _history.Settled(Publisher, 0, message, new(outcome, status, id, default, acks, false, default, null));
        return Step();
    }

    public Story Release(int message) => Then(() => _history.Released(Publisher, message));

    public Story Cancel(int message) => Then(() => _history.CancelAsked(Publisher, message));

    /// <summary>Published, stored in both logs, receipted and let go of.</summary>
    public Story Send(int message, long sequence) =>
        Publish(message).Stored(message, sequence).Receipt(message, sequence).Release(message);

    public Story Deliver(int message, long sequence, bool afterGap = false) =>
        Then(() => _history.Delivered(_subscription, Publisher, 0, sequence, Payload(message), afterGap));

    public Story Gap(long first, long last, GapReason reason = GapReason.Missing) =>
        Then(() => _history.Gap(_subscription, Publisher, first, last, reason));

    public Story LoseLog(int relay) => Then(() =>
    {
        _history.RelayLost(Publisher, relay);
        _history.RelayLost(Subscriber, relay);
        _history.LogLost(relay, relay);
    });

    public Story LoseRelay(int client, int relay) => Then(() => _history.RelayLost(client, relay));

    public Story Pause(int client, TimeSpan time) => Then(
        () => _history.Fault((int)FaultKind.ClientPause, client, -1, _time.Now + time));

    public Story Peak(long value, long limit) =>
        Then(() => _history.Peak(PeakKind.ClientWrites, Subscriber, 0, -1, value, limit));

    public Story State(int client, TransportState state) =>
        Then(() => _history.OfClient(HistoryKind.StateSeen, client, (int)state));

    public Story Checkpoint() => Then(() => _history.Moment(HistoryKind.Checkpoint));

    /// <summary>Both clients stop, and say so.</summary>
    public Story Stop()
    {
        _history.OfClient(HistoryKind.StopAsked, Publisher);
        _history.OfClient(HistoryKind.StopAsked, Subscriber);
        _history.SubscriptionEnded(_subscription, SubscriptionEndKind.Stopped);
        _history.OfClient(HistoryKind.Stopped, Publisher);
        _history.OfClient(HistoryKind.Stopped, Subscriber);
        return Step();
    }

    public Story Ask(HistoryKind kind, int client) => Then(() => _history.OfClient(kind, client));

    private static ulong Payload(int message) => 1000UL + (ulong)message;

    private ClientTerms Client() => new()
    {
        RequiredAcks = RequiredAcks,
        MessageTimeout = TimeSpan.FromSeconds(30),
        HoldTime = TimeSpan.FromSeconds(10),
        HoldCapacity = 100,
    };

    private Story Then(Action happens)
    {
        happens();
        return Step();
    }

    private Story Step() => Wait(TimeSpan.FromMilliseconds(1));
}
