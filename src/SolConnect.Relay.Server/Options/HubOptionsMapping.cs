using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server;

/// <summary>The part of the options that the hub needs.</summary>
internal static class HubOptionsMapping
{
    public static HubOptions ToHubOptions(this RelayServerOptions options) => new()
    {
        RelayId = options.Id,
        Region = options.Region,
        Alternates = [.. options.Peers.Select(peer => new RelayAlternate(peer.Id, peer.Url.AbsoluteUri))],
        HelloTimeout = options.HelloTimeout,
        HeartbeatInterval = options.HeartbeatInterval,
        MaxConnections = options.MaxConnections,
        MaxConnectionsPerSubject = options.MaxConnectionsPerSubject,
        MaxMessagesPerSecond = options.MaxMessagesPerSecond,
        MaxBytesPerSecond = options.MaxBytesPerSecond,
        MaxMessageBytes = options.MaxMessageBytes,
        MaxInFlightBytes = options.MaxInFlightBytes,
        MaxTopicsPerConnection = options.MaxTopicsPerConnection,
        MaxTopics = options.MaxTopics,
        MaxProducersPerTopic = options.MaxProducersPerTopic,
        ProducerMemory = options.ProducerMemory,
        RetentionRecords = options.RetentionRecords,
        RetentionBytes = options.RetentionBytes,
        RetentionTime = options.RetentionTime,
        MaxLogBytes = options.MaxLogBytes,
    };
}
