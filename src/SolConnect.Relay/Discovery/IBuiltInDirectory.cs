namespace SolConnect.Relay.Discovery;

/// <summary>What a directory of this library says about itself beyond the public interface.</summary>
internal interface IBuiltInDirectory : IRelayDirectory
{
    /// <summary>
    /// Whether its list comes from this machine or out of the application, and may name relays on this machine. A list
    /// from elsewhere must not: it would make every client knock at its own services.
    /// </summary>
    bool IsLocal { get; }
}
