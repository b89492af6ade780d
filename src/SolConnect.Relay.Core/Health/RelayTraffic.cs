namespace SolConnect.Relay.Core.Health;

/// <summary>What went to one relay and came from it since the session began, over all of its connections.</summary>
internal sealed class RelayTraffic
{
    /// <summary>Copies, tombstones included.</summary>
    public long MessagesSent { get; set; }

    /// <summary>Deliveries, duplicates included.</summary>
    public long MessagesReceived { get; set; }

    /// <summary>Bytes of WebSocket messages, without what WebSocket, TLS and TCP add.</summary>
    public long BytesSent { get; set; }

    public long BytesReceived { get; set; }
}
