namespace SolConnect.Relay;

/// <summary>How safely a relay holds what it acknowledges.</summary>
public enum Durability
{
    /// <summary>In the memory of one relay: lost when that relay's process ends.</summary>
    Received = 0,

    /// <summary>On a quorum of a shared log.</summary>
    Replicated = 1,

    /// <summary>On a quorum of a shared log, and flushed to storage.</summary>
    Persisted = 2,
}
