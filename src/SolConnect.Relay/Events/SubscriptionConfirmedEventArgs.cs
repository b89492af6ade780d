namespace SolConnect.Relay;

/// <summary>A relay told where it reads a subscription's topic.</summary>
public sealed class SubscriptionConfirmedEventArgs(
    string topic, RelayEndpoint relay, SubscriptionOutcome outcome, LogPosition position) : EventArgs
{
    /// <summary>The subscription's topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>The relay that answered.</summary>
    public RelayEndpoint Relay { get; } = relay;

    /// <summary>How the place compares with what was asked for.</summary>
    public SubscriptionOutcome Outcome { get; } = outcome;

    /// <summary>The relay's log, and the first offset in it that the subscription gets.</summary>
    public LogPosition Position { get; } = position;
}
