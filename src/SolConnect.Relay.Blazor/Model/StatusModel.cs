namespace SolConnect.Relay.Blazor.Model;

/// <summary>
/// Everything that a screen shows about a transport at one moment, in words: made from what the transport tells, without
/// a browser, a clock or a thread. Immutable.
/// </summary>
public sealed record StatusModel
{
    /// <summary>How the transport's state looks.</summary>
    public StatusTone Tone { get; private init; }

    /// <summary>The transport's state in one or two words.</summary>
    public required string Title { get; init; }

    /// <summary>The state in a sentence.</summary>
    public required string Meaning { get; init; }

    /// <summary>Why the transport is not as it should be; <c>null</c> when it is, or when nobody heard.</summary>
    public string? Reason { get; private init; }

    /// <summary>
    /// The failover that has begun and not ended: which relay is being left, and why; <c>null</c>: there is none.
    /// </summary>
    public string? OngoingFailover { get; private init; }

    /// <summary>The primary's id; <c>null</c> when there is none.</summary>
    public string? PrimaryId { get; private init; }

    /// <summary>The most important numbers, each in a few words.</summary>
    public IReadOnlyList<string> Facts { get; private init; } = [];

    /// <summary>
    /// Messages that wait for a receipt, with the age of the oldest, or that are kept for resending; <c>null</c> when there are
    /// none.
    /// </summary>
    public string? Outbox { get; private init; }

    /// <summary>Every known relay, in the order of the list.</summary>
    public IReadOnlyList<RelayLine> Relays { get; private init; } = [];

    /// <summary>Why there is no relay to show; <c>null</c> when there are some.</summary>
    public string? WhyNoRelays { get; private init; }

    /// <summary>The transport's totals; empty for a transport of another kind.</summary>
    public IReadOnlyList<StatusTotal> Totals { get; private init; } = [];

    /// <summary>What happened, newest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; private init; } = [];

    /// <summary>Why the relays' health cannot be checked at the moment; <c>null</c>: it can.</summary>
    public string? WhyNoCheck { get; private init; }

    /// <summary>What a screen reader says when it changes: the state and the primary, nothing that moves all the time.</summary>
    public required string Announcement { get; init; }

    internal static StatusModel Of(StatusFacts facts)
    {
        var (tone, title, meaning) = StatusText.Of(facts.State);
        var relays = facts.Relays.Select(relay => RelayLine.Of(relay, facts)).ToList();
        var primary = relays.Find(relay => relay.IsPrimary)?.Id;
        return new()
        {
            Tone = tone,
            Title = title,
            Meaning = meaning,
            Reason = facts.State is TransportState.Degraded or TransportState.Offline or TransportState.Faulted
                ? facts.StateReason
                : null,
            // Without an open relay there is nowhere to go to.
            OngoingFailover = facts.State is TransportState.Connected or TransportState.Degraded ? facts.OngoingFailover : null,
            PrimaryId = primary,
            Facts = facts.Metrics is { } metrics ? FactsOf(metrics, relays) : [],
            Outbox = facts.Metrics is { } held ? OutboxOf(held) : null,
            Relays = relays,
            WhyNoRelays = relays.Count > 0 ? null : WhyNone(facts),
            Totals = facts.Metrics is { } counted ? StatusTotals.Of(counted) : [],
            History = facts.History,
            WhyNoCheck = facts.State is TransportState.Connecting or TransportState.Connected or TransportState.Degraded
                or TransportState.Offline
                ? null
                : "The transport is not connected.",
            Announcement = $"{title}. {meaning}{(primary is null ? "" : $" The primary is {primary}.")}",
        };
    }

    private static List<string> FactsOf(RelayMetrics metrics, List<RelayLine> relays)
    {
        List<string> facts = [];
        var wanted = relays.Count(relay => relay.IsInSet);
        if (wanted > 0)
        {
            facts.Add($"{relays.Count(relay => relay.IsOpen)} of {StatusText.Of(wanted, "relay")} open");
        }

        if (metrics.AverageLatency > TimeSpan.Zero)
        {
            facts.Add($"{StatusText.Of(metrics.AverageLatency)} on average");
        }

        facts.Add(StatusText.Of(metrics.FailoverCount, "failover"));
        return facts;
    }

    private static string? OutboxOf(RelayMetrics metrics) => metrics switch
    {
        { MessagesPending: 0, MessagesRetained: 0 } => null,
        { MessagesPending: 0 } => $"{StatusText.Of(metrics.MessagesRetained, "message")} kept until enough relays have them",
        _ => $"{StatusText.Of(metrics.MessagesPending, "message")} waiting for a receipt" +
            $"{(metrics.OldestPendingFor is { } age ? $", the oldest for {StatusText.Of(age)}" : "")}, " +
            $"{StatusText.Of(metrics.MessagesRetained)} kept",
    };

    private static string WhyNone(StatusFacts facts) => facts switch
    {
        { State: null } => "Nobody has given this view a transport yet.",
        { Metrics: null } => "This kind of transport has no relays.",
        _ => "The relays are known once the transport connects.",
    };
}
