namespace SolConnect.Relay;

/// <summary>Something needs a person's attention.</summary>
public sealed class AlertRaisedEventArgs(AlertKind kind, RelayEndpoint? relay, string detail) : EventArgs
{
    /// <summary>What the alert is about.</summary>
    public AlertKind Kind { get; } = kind;

    /// <summary>The relay concerned; <c>null</c> when it is none or several.</summary>
    public RelayEndpoint? Relay { get; } = relay;

    /// <summary>What happened, for people.</summary>
    public string Detail { get; } = detail;
}
