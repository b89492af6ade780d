namespace SolConnect.Relay;

/// <summary>
/// A subscription could not be made, or cannot go on: refused by every relay of the set, one too many, or confirmed by nobody
/// in time. Only after the last, <see cref="RelayErrorCode.SubscribeTimeout"/>, may another try succeed by itself.
/// </summary>
public sealed class SubscriptionRefusedException : RelayException
{
    /// <summary>With <see cref="RelayErrorCode.SubscriptionRefused"/>.</summary>
    public SubscriptionRefusedException(string topic, string message)
        : this(RelayErrorCode.SubscriptionRefused, topic, message)
    {
    }

    /// <summary>With the code that says why.</summary>
    public SubscriptionRefusedException(RelayErrorCode code, string topic, string message)
        : base(code, message) => Topic = topic;

    /// <summary>The topic that was asked for.</summary>
    public string Topic { get; }
}
