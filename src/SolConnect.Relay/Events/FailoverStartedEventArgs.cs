namespace SolConnect.Relay;

/// <summary>The primary failed or is suspected.</summary>
public sealed class FailoverStartedEventArgs(RelayEndpoint oldRelay, FailoverReason reason, string detail) : EventArgs
{
    /// <summary>The primary that is being left.</summary>
    public RelayEndpoint OldRelay { get; } = oldRelay;

    /// <summary>What it did.</summary>
    public FailoverReason Reason { get; } = reason;

    /// <summary>The same for people, in more detail.</summary>
    public string Detail { get; } = detail;
}
