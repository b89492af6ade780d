using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Histories;

/// <summary>Everything that was observed in one run, in order.</summary>
/// <param name="now">The clock of whoever observes.</param>
internal sealed class History(Func<Instant> now)
{
    private readonly List<HistoryEvent> _events = new(4096);

    public History(VirtualTime time)
        : this(() => time.Now)
    {
    }

    public IReadOnlyList<HistoryEvent> Events => _events;

    public void Add(in HistoryEvent happened) => _events.Add(happened with { At = now() });

    public void Published(int client, int topic, int message, ulong payload) =>
        Add(new() { Kind = HistoryKind.Published, Client = client, Topic = topic, Message = message, Payload = payload });

    public void CancelAsked(int client, int message) =>
        Add(new() { Kind = HistoryKind.CancelAsked, Client = client, Message = message });

    public void Settled(int client, int topic, int message, in SendResult result) => Add(new()
    {
        Kind = HistoryKind.Settled,
        Client = client,
        Topic = topic,
        Message = message,
        Code = (int)result.Outcome,
        Status = result.Status,
        Sequence = result.Id.Sequence,
        Acks = result.Acks,
    });

    public void Released(int client, int message) =>
        Add(new() { Kind = HistoryKind.Released, Client = client, Message = message });

    public void SubscribeAsked(int client, int subscription, int topic, SubscriptionStart start) => Add(new()
    {
        Kind = HistoryKind.SubscribeAsked,
        Client = client,
        Subscription = subscription,
        Topic = topic,
        Code = (int)start,
    });

    public void Subscribed(int subscription) =>
        Add(new() { Kind = HistoryKind.Subscribed, Subscription = subscription });

    public void UnsubscribeAsked(int subscription) =>
        Add(new() { Kind = HistoryKind.UnsubscribeAsked, Subscription = subscription });

    public void Delivered(int subscription, int producer, int topic, long sequence, ulong payload, bool afterGap) => Add(new()
    {
        Kind = HistoryKind.Delivered,
        Subscription = subscription,
        Client = producer,
        Topic = topic,
        Sequence = sequence,
        Payload = payload,
        Acks = afterGap ? 1 : 0,
    });

    public void Gap(int subscription, int producer, long first, long last, GapReason reason) => Add(new()
    {
        Kind = HistoryKind.Gap,
        Subscription = subscription,
        Client = producer,
        Sequence = first,
        Last = last,
        Code = (int)reason,
    });

    public void SubscriptionEnded(int subscription, SubscriptionEndKind end) =>
        Add(new() { Kind = HistoryKind.SubscriptionEnded, Subscription = subscription, Code = (int)end });

    public void Stored(int subscription, int taken) =>
        Add(new() { Kind = HistoryKind.Stored, Subscription = subscription, Sequence = taken });

    public void Resumes(int subscription, int earlier) =>
        Add(new() { Kind = HistoryKind.Resumes, Subscription = subscription, Last = earlier });

    public void RelaySaw(int log, int producer, int topic, long sequence, ulong payload) => Add(new()
    {
        Kind = HistoryKind.RelaySaw,
        Log = log,
        Client = producer,
        Topic = topic,
        Sequence = sequence,
        Payload = payload,
    });

    /// <param name="first">Equal to <paramref name="last"/> for a tombstone; 1 for a mark.</param>
    public void RelaySawSettled(int log, int producer, int topic, long first, long last) => Add(new()
    {
        Kind = HistoryKind.RelaySawSettled,
        Log = log,
        Client = producer,
        Topic = topic,
        Sequence = first,
        Last = last,
    });

    public void RelayRejected(int log, int producer, int topic, long sequence) => Add(new()
    {
        Kind = HistoryKind.RelayRejected,
        Log = log,
        Client = producer,
        Topic = topic,
        Sequence = sequence,
    });

    public void RelayAcked(int log, int producer, int topic, long through) => Add(new()
    {
        Kind = HistoryKind.RelayAcked,
        Log = log,
        Client = producer,
        Topic = topic,
        Last = through,
    });

    public void LogBegan(int relay, int log) => Add(new() { Kind = HistoryKind.LogBegan, Relay = relay, Log = log });

    public void LogLost(int relay, int log) => Add(new() { Kind = HistoryKind.LogLost, Relay = relay, Log = log });

    public void RelayOpened(int client, int relay) =>
        Add(new() { Kind = HistoryKind.RelayOpened, Client = client, Relay = relay });

    public void RelayLost(int client, int relay) =>
        Add(new() { Kind = HistoryKind.RelayLost, Client = client, Relay = relay });

    public void RelayTrust(int client, int relay, bool isTrusted) => Add(new()
    {
        Kind = isTrusted ? HistoryKind.RelayTrusted : HistoryKind.RelaySuspected,
        Client = client,
        Relay = relay,
    });

    public void RelayGivenUp(int client, int relay, CloseReason reason) =>
        Add(new() { Kind = HistoryKind.RelayGivenUp, Client = client, Relay = relay, Code = (int)reason });

    /// <param name="set">The relays that the list leads to, as bits.</param>
    public void ListSeen(int client, ulong set) =>
        Add(new() { Kind = HistoryKind.ListSeen, Client = client, Payload = set });

    public void RelayLeft(int client, int relay) =>
        Add(new() { Kind = HistoryKind.RelayLeft, Client = client, Relay = relay });

    /// <param name="client">−1 for all of them.</param>
    /// <param name="relay">−1 for all of them.</param>
    public void Fault(int code, int client, int relay, Instant until) => Add(new()
    {
        Kind = HistoryKind.Fault,
        Code = code,
        Client = client,
        Relay = relay,
        Until = until,
    });

    public void OfClient(HistoryKind kind, int client, int code = 0) =>
        Add(new() { Kind = kind, Client = client, Code = code });

    public void Moment(HistoryKind kind) => Add(new() { Kind = kind });

    public void Peak(PeakKind kind, int client, int relay, int subscription, long value, long limit) => Add(new()
    {
        Kind = HistoryKind.Peak,
        Code = (int)kind,
        Client = client,
        Relay = relay,
        Subscription = subscription,
        Sequence = value,
        Last = limit,
    });
}
