using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub;

/// <summary>
/// The hub's limits and times. The shell has validated them; each stands in <c>RelayServerOptions</c> with its range.
/// </summary>
internal sealed record HubOptions
{
    public string RelayId { get; init; } = "relay";

    public string Region { get; init; } = "";

    public Durability Durability { get; init; } = Durability.Received;

    /// <summary>
    /// What Welcome and GoAway name as other relays; at most <see cref="WireProtocol.MaxAlternates"/>.
    /// </summary>
    public IReadOnlyList<RelayAlternate> Alternates { get; init; } = [];

    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Bytes that a connection may send up to and with its Hello: a token of 4 KiB and the fields around it.
    /// </summary>
    public int MaxHelloBytes { get; init; } = WireProtocol.MaxAccessTokenBytes + 256;

    /// <summary>How often a client should show that it lives; told in Welcome.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Open connections of one authenticated subject.</summary>
    public int MaxConnectionsPerSubject { get; init; } = 1_000;

    /// <summary>New records that one connection may add, with a burst of one second; null for any number.</summary>
    public int? MaxMessagesPerSecond { get; init; }

    /// <summary>Encoded bytes of new records, likewise.</summary>
    public long? MaxBytesPerSecond { get; init; }

    /// <summary>Payload bytes in one message.</summary>
    public int MaxMessageBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Payload bytes that a client may have unacknowledged; told in Welcome. The hub needs no check of its own: it
    /// acknowledges what it takes, and what it has not taken waits in the shell's bounded inbox.
    /// </summary>
    public long MaxInFlightBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>Topic aliases, and as many subscriptions, on one connection.</summary>
    public int MaxTopicsPerConnection { get; init; } = 10_000;

    /// <summary>Topics whose logs the relay keeps.</summary>
    public int MaxTopics { get; init; } = 100_000;

    /// <summary>Producers that one topic remembers; beyond it, the one that was silent longest is forgotten.</summary>
    public int MaxProducersPerTopic { get; init; } = 100_000;

    /// <summary>Pings of one connection, or Syncs of one subscription, that wait for their answer.</summary>
    public int MaxPendingAnswers { get; init; } = 128;

    public int RetentionRecords { get; init; } = 1_000_000;

    /// <summary>Encoded records in one topic's log.</summary>
    public long RetentionBytes { get; init; } = 64 * 1024 * 1024;

    public TimeSpan RetentionTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Encoded records in all logs together.</summary>
    public long MaxLogBytes { get; init; } = 1024 * 1024 * 1024;

    /// <summary>How much longer than the log's retention a silent producer is remembered.</summary>
    public TimeSpan ProducerMemory { get; init; } = TimeSpan.FromHours(24);

    public RelayLimits Limits => new(MaxMessageBytes, MaxInFlightBytes, MaxTopicsPerConnection);
}
