namespace SolConnect.Relay;

/// <summary>A subscription gave up on messages that are known to have existed.</summary>
public sealed class GapDetectedEventArgs(string topic, MessageGap gap) : EventArgs
{
    /// <summary>The subscription's topic.</summary>
    public string Topic { get; } = topic;

    /// <summary>Which messages, and why the subscription stopped waiting for them.</summary>
    public MessageGap Gap { get; } = gap;
}
