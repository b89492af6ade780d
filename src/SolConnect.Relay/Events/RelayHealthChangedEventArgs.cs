namespace SolConnect.Relay;

/// <summary>
/// A relay became healthy or unhealthy: connects failed or succeeded, an answer is overdue or has come, or it was
/// ejected or returned.
/// </summary>
public sealed class RelayHealthChangedEventArgs : EventArgs
{
    /// <summary>A change from one health to another.</summary>
    public RelayHealthChangedEventArgs(RelayEndpoint relay, RelayHealth before, RelayHealth after, string reason) =>
        (Relay, Before, After, Reason) = (relay, before, after, reason);

    /// <summary>The relay.</summary>
    public RelayEndpoint Relay { get; }

    /// <summary>Whether it can be counted on now.</summary>
    public bool IsHealthy => After is RelayHealth.Healthy or RelayHealth.Unknown;

    /// <summary>What the last event said about it; the same as <see cref="After"/> where there is only a new reason.</summary>
    public RelayHealth Before { get; }

    /// <summary>What holds now. What else speaks against the relay counts too: an ejected one that answers stays ejected.</summary>
    public RelayHealth After { get; }

    /// <summary>Why, for people.</summary>
    public string Reason { get; }
}
