namespace SolConnect.Relay;

/// <summary>
/// A subscription could not be made, or cannot go on: refused by every relay of the set, or one too many.
/// </summary>
public sealed class SubscriptionRefusedException(string topic, string message)
    : RelayException(RelayErrorCode.SubscriptionRefused, message)
{
    /// <summary>The topic that was asked for.</summary>
    public string Topic { get; } = topic;
}
