using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Diagnostics;

/// <summary>What instruments ask of a running session when somebody collects. Any thread.</summary>
internal interface ILiveSession
{
    string ClientName { get; }

    /// <summary>Sends without an outcome.</summary>
    long Pending { get; }

    /// <summary>Messages that the outbox keeps.</summary>
    long Retained { get; }

    ConnectionMonitor Monitor { get; }
}
