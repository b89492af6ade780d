namespace SolConnect.Relay;

/// <summary>A relay became the primary without another one failing: the first, or the first after an outage.</summary>
public sealed class PrimaryConnectedEventArgs(RelayEndpoint relay) : EventArgs
{
    /// <summary>The new primary.</summary>
    public RelayEndpoint Relay { get; } = relay;
}
