namespace SolConnect.Relay;

/// <summary>
/// Messages of a subscription were lost, and its <c>OnGap</c> is <c>Fault</c>: the enumeration ends with this.
/// </summary>
public sealed class MessageGapException(string topic, MessageGap gap, string message)
    : RelayException(RelayErrorCode.MessagesLost, message)
{
    /// <summary>The subscription's topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Which messages were lost, and why the subscription stopped waiting for them.</summary>
    public MessageGap Gap { get; } = gap;
}
