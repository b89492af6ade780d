namespace SolConnect.Relay;

/// <summary>A connection to a relay, or an attempt at one, ended.</summary>
public sealed class ConnectionClosedEventArgs(
    RelayEndpoint relay, int connectionNumber, CloseReason reason, string detail, bool wasOpen, bool wasPrimary,
    TimeSpan nextDialIn) : EventArgs
{
    /// <summary>The relay at the other end.</summary>
    public RelayEndpoint Relay { get; } = relay;

    /// <summary>Its <see cref="RelayConnectionInfo.Number"/>, which is never used again within a transport.</summary>
    public int ConnectionNumber { get; } = connectionNumber;

    /// <summary>Why it ended.</summary>
    public CloseReason Reason { get; } = reason;

    /// <summary>The same for people, in more detail.</summary>
    public string Detail { get; } = detail;

    /// <summary>Whether the relay had welcomed the connection; otherwise it was an attempt that failed.</summary>
    public bool WasOpen { get; } = wasOpen;

    /// <summary>Whether it was the primary.</summary>
    public bool WasPrimary { get; } = wasPrimary;

    /// <summary>
    /// When the relay is dialled again, from now; <see cref="Timeout.InfiniteTimeSpan"/> when that is not planned.
    /// </summary>
    public TimeSpan NextDialIn { get; } = nextDialIn;
}
