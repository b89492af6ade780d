namespace SolConnect.Relay;

/// <summary>Something needs a person's attention, or does so no longer.</summary>
public sealed class AlertRaisedEventArgs(AlertKind kind, RelayEndpoint? relay, string detail) : EventArgs
{
    /// <summary>What the alert is about.</summary>
    public AlertKind Kind { get; } = kind;

    /// <summary>The relay concerned; <c>null</c> when it is none or several.</summary>
    public RelayEndpoint? Relay { get; } = relay;

    /// <summary>What happened, for people.</summary>
    public string Detail { get; } = detail;

    /// <summary>
    /// The measured value is back within its limit. Default <c>false</c>; alerts that rest on no measurement do not clear.
    /// </summary>
    public bool IsCleared { get; init; }

    /// <summary>
    /// The value when it was last on the other side of the limit, in the unit that <see cref="Kind"/> names; <c>null</c> where
    /// nothing is measured.
    /// </summary>
    public double? Before { get; init; }

    /// <summary>The value now, in the same unit; <c>null</c> where nothing is measured.</summary>
    public double? After { get; init; }

    /// <summary>The limit that the options set, in the same unit; <c>null</c> where nothing is measured.</summary>
    public double? Threshold { get; init; }
}
