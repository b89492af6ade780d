namespace SolConnect.Relay;

/// <summary>One known relay and its health at one moment. Immutable.</summary>
public sealed record RelayInfo
{
    /// <summary>How the relay is reached.</summary>
    public required RelayEndpoint Endpoint { get; init; }

    /// <summary>What the transport has with it.</summary>
    public RelayState State { get; init; }

    /// <summary>How far it can be counted on, and what speaks against it.</summary>
    public RelayHealth Health { get; init; }

    /// <summary>
    /// Whether it did not fail <c>MaxRetries</c> connects or checks in a row, is not suspected, and is not ejected.
    /// </summary>
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

    /// <summary>
    /// Smoothed round-trip time (RFC 6298), of a relay that no connection is held to by its checks; <c>null</c> without a
    /// sample.
    /// </summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>The last round trip that was measured; <c>null</c> without one.</summary>
    public TimeSpan? LastLatency { get; init; }

    /// <summary>
    /// Half of the last round trips took no longer: of at most 256, none older than 5 min, taken at most every 100 ms.
    /// <c>null</c> without any.
    /// </summary>
    public TimeSpan? LatencyP50 { get; init; }

    /// <summary>95 % of the last round trips took no longer; see <see cref="LatencyP50"/>.</summary>
    public TimeSpan? LatencyP95 { get; init; }

    /// <summary>99 % of the last round trips took no longer; see <see cref="LatencyP50"/>.</summary>
    public TimeSpan? LatencyP99 { get; init; }

    /// <summary>Variation of the round-trip time (RFC 6298); <c>null</c> without a sample.</summary>
    public TimeSpan? Jitter { get; init; }

    /// <summary>Copies of messages sent to it per second, averaged over about 10 s.</summary>
    public double SendRate { get; init; }

    /// <summary>Messages it delivered per second, duplicates included, averaged over about 10 s.</summary>
    public double ReceiveRate { get; init; }

    /// <summary>Bytes of WebSocket messages sent to it per second, averaged over about 10 s.</summary>
    public double BytesSentRate { get; init; }

    /// <summary>Bytes of WebSocket messages received from it per second, averaged over about 10 s.</summary>
    public double BytesReceivedRate { get; init; }

    /// <summary>
    /// The share, from 0 to 1, of failed connects, lost connections and failed checks among all that and the round trips that
    /// succeeded; each counts for half after 60 s.
    /// </summary>
    public double ErrorRate { get; init; }

    /// <summary>
    /// From 0 to 1: the share of time in which it answered, over about the last 10 min, divided by 1 + <see cref="Penalty"/>.
    /// </summary>
    public double Stability { get; init; }

    /// <summary>
    /// How long an answer has been overdue: messages go to another relay as well meanwhile. <c>null</c>: none is overdue.
    /// </summary>
    public TimeSpan? SuspectedFor { get; init; }

    /// <summary>Whether an answer is overdue.</summary>
    public bool IsSuspected => SuspectedFor is not null;

    /// <summary>
    /// It failed too often and comes last in every choice: how long still, and zero where it only has to answer once more.
    /// <c>null</c>: it is not ejected.
    /// </summary>
    public TimeSpan? EjectedFor { get; init; }

    /// <summary>Whether it comes last in every choice because it failed too often.</summary>
    public bool IsEjected => EjectedFor is not null;

    /// <summary>How often it was ejected lately: each further time is twice as long.</summary>
    public int Ejections { get; init; }

    /// <summary>
    /// How long ago it was checked; <c>null</c> for one that was not, such as one that a connection is held to.
    /// </summary>
    public TimeSpan? SinceLastCheck { get; init; }

    /// <summary>
    /// How often it has failed lately: one for each failure of an open connection, halved every 60 s. Above one, the
    /// primary does not go back to it of its own accord.
    /// </summary>
    public double Penalty { get; init; }

    /// <summary>Its connections over its capacity, as it said itself, from 0 to 1.</summary>
    public double Load { get; init; }

    /// <summary>How safely it holds what it acknowledges, as it said itself.</summary>
    public Durability Durability { get; init; }

    /// <summary>Failed connects, or checks where no connection is made to it, in a row.</summary>
    public int FailedConnects { get; init; }

    /// <summary>How its last connection, attempt at one, or failed check ended; <c>null</c> when none has.</summary>
    public CloseReason? LastCloseReason { get; init; }

    /// <summary>The same for people, in more detail; <c>null</c> with it.</summary>
    public string? LastCloseDetail { get; init; }
}
