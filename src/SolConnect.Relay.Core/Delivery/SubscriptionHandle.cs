namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// One subscription of the application, as desired state: it survives every relay change until it is ended. The shell
/// derives its queue towards the application from it; the machine keeps its own state beside it.
/// </summary>
internal class SubscriptionHandle(
    string topic, SubscriptionStart start, int bufferBytes, GapPolicy onGap, SubscriptionCheckpoint? resumeFrom = null)
{
    public string Topic { get; } = topic;

    public SubscriptionStart Start { get; } = start;

    /// <summary>Credit per relay, in bytes of Deliver frames.</summary>
    public int BufferBytes { get; } = bufferBytes;

    public GapPolicy OnGap { get; } = onGap;

    /// <summary>
    /// What an earlier subscription has accounted for; <c>null</c> for one that begins at <see cref="Start"/>.
    /// </summary>
    public SubscriptionCheckpoint? ResumeFrom { get; } = resumeFrom;

    /// <summary>Given by the machine when it accepts the subscription; unique within the session, from 1.</summary>
    public int Number { get; set; }
}
