namespace SolConnect.Relay.Core.Session;

/// <summary>What the machine knows about one relay at a moment: the raw material of public snapshots and of balancing.</summary>
internal sealed record RelayView(
    RelayEndpoint Endpoint, ConnectionPhase Phase, int Connection, bool InSet, bool IsPublishing, bool IsHealthy,
    TimeSpan? SmoothedRtt, TimeSpan? RttVariation, int LoadPerMille, Durability Durability, int FailedDials,
    CloseReason? LastCloseReason, string? LastCloseDetail, Instant OpenedAt, long InFlightMessages,
    Instant SuspectedAt, double Penalty)
{
    /// <summary>The relay does not let this client in, and is not dialled again.</summary>
    public bool IsBarred { get; init; }

    /// <summary>The list does not name the relay any more; it is read until it is left.</summary>
    public bool IsRemoved { get; init; }

    /// <summary>The last round trip as it was, before smoothing; <c>null</c> without a sample.</summary>
    public TimeSpan? LastRtt { get; init; }

    /// <summary>Round trips measured on this connection.</summary>
    public long RttSamples { get; init; }

    public long MessagesSent { get; init; }

    public long MessagesReceived { get; init; }

    public long BytesSent { get; init; }

    public long BytesReceived { get; init; }
}
