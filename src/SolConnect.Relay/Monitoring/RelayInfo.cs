namespace SolConnect.Relay;

/// <summary>One known relay and its health at one moment.</summary>
public sealed record RelayInfo
{
    /// <summary>How the relay is reached.</summary>
    public required RelayEndpoint Endpoint { get; init; }

    /// <summary>What the transport has with it.</summary>
    public RelayState State { get; init; }

    /// <summary>Whether it did not fail <c>MaxRetries</c> connects in a row, and is not suspected.</summary>
    public bool IsHealthy { get; init; }

    /// <summary>
    /// Whether it does not let this client in: <see cref="LastCloseReason"/> is <see cref="CloseReason.Unauthorized"/> or
    /// <see cref="CloseReason.Forbidden"/>, and it is not dialled again until the transport connects anew.
    /// </summary>
    public bool IsBarred { get; init; }

    /// <summary>Whether it is the primary.</summary>
    public bool IsPrimary => State == RelayState.Primary;

    /// <summary>Whether messages are published to it.</summary>
    public bool IsPublishing { get; init; }

    /// <summary>
    /// Whether it belongs to the relay set, the first 1 + <c>Standbys</c> relays that every client agrees on.
    /// </summary>
    public bool IsInSet { get; init; }

    /// <summary>From 0 (do not use) to 100 (near, steady, reliable).</summary>
    public double Quality { get; init; }

    /// <summary>Smoothed round-trip time (RFC 6298); <c>null</c> without a sample.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>Variation of the round-trip time (RFC 6298); <c>null</c> without a sample.</summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>
    /// How long an answer has been overdue: messages go to another relay as well meanwhile. <c>null</c>: none is overdue.
    /// </summary>
    public TimeSpan? SuspectedFor { get; init; }

    /// <summary>Whether an answer is overdue.</summary>
    public bool IsSuspected => SuspectedFor is not null;

    /// <summary>
    /// How often it has failed lately: one for each failure of an open connection, halved every 60 s. Above one, the
    /// primary does not go back to it of its own accord.
    /// </summary>
    public double Penalty { get; init; }

    /// <summary>Its connections over its capacity, as it said itself, from 0 to 1.</summary>
    public double Load { get; init; }

    /// <summary>How safely it holds what it acknowledges, as it said itself.</summary>
    public Durability Durability { get; init; }

    /// <summary>Failed connects in a row.</summary>
    public int FailedConnects { get; init; }

    /// <summary>How its last connection, or attempt at one, ended; <c>null</c> when none has.</summary>
    public CloseReason? LastCloseReason { get; init; }

    /// <summary>The same for people, in more detail.</summary>
    public string? LastCloseDetail { get; init; }
}
