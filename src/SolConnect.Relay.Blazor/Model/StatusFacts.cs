namespace SolConnect.Relay.Blazor.Model;

/// <summary>Everything that a transport and its history tell at one moment: what a <see cref="StatusModel"/> is made of.</summary>
internal sealed record StatusFacts
{
    /// <summary><c>null</c>: there is no transport.</summary>
    public TransportState? State { get; init; }

    /// <summary>Why the state is what it is; <c>null</c> where nobody heard.</summary>
    public string? StateReason { get; init; }

    /// <summary>The failover that has begun and not ended; <c>null</c>: there is none.</summary>
    public string? OngoingFailover { get; init; }

    /// <summary><c>null</c>: a transport of another kind, which has no relays.</summary>
    public RelayMetrics? Metrics { get; init; }

    public IReadOnlyList<RelayInfo> Relays { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<HistoryEntry> History { get; init; } = [];

    /// <summary>A relay's latencies by its id, oldest first.</summary>
    public Func<string, IReadOnlyList<TimeSpan?>> LatenciesOf { get; init; } = static _ => [];

    public static StatusFacts Read(IMessageTransport? transport, RelayHistory? history)
    {
        var relays = transport as RelayWebSocketTransport;
        return new()
        {
            State = transport?.State,
            StateReason = history?.StateReason,
            OngoingFailover = history?.OngoingFailover,
            Metrics = relays?.GetRelayMetrics(),
            Relays = relays?.GetAvailableRelays() ?? [],
            History = history?.Entries ?? [],
            LatenciesOf = id => history?.LatenciesOf(id) ?? [],
        };
    }
}
