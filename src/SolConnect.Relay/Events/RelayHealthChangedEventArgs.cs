namespace SolConnect.Relay;

/// <summary>
/// A relay became healthy or unhealthy: connects failed or succeeded, or an answer is overdue or has come.
/// </summary>
public sealed class RelayHealthChangedEventArgs(RelayEndpoint relay, bool isHealthy, string reason) : EventArgs
{
    /// <summary>The relay.</summary>
    public RelayEndpoint Relay { get; } = relay;

    /// <summary>Whether it can be counted on now.</summary>
    public bool IsHealthy { get; } = isHealthy;

    /// <summary>Why, for people.</summary>
    public string Reason { get; } = reason;
}
