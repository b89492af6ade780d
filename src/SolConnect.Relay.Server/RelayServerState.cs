namespace SolConnect.Relay.Server;

/// <summary>What a relay is doing.</summary>
internal enum RelayServerState
{
    Running,

    /// <summary>Its clients are asked to leave.</summary>
    Draining,

    /// <summary>It was stopped without a word, as a crash would.</summary>
    Killed,

    /// <summary>It found a defect in itself and stopped.</summary>
    Faulted,
}
