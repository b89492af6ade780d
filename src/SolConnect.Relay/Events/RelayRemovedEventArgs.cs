namespace SolConnect.Relay;

/// <summary>A relay was removed from those that may be used.</summary>
public sealed class RelayRemovedEventArgs(RelayEndpoint relay) : EventArgs
{
    /// <summary>The relay that is gone.</summary>
    public RelayEndpoint Relay { get; } = relay;
}
