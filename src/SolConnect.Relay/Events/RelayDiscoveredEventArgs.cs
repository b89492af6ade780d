namespace SolConnect.Relay;

/// <summary>A relay was added to those that may be used.</summary>
public sealed class RelayDiscoveredEventArgs(RelayEndpoint relay) : EventArgs
{
    /// <summary>The new relay.</summary>
    public RelayEndpoint Relay { get; } = relay;
}
