namespace SolConnect.Relay;

/// <summary>
/// How one subscription starts and how much it may buffer. Read by <c>SubscribeAsync</c>: changes after it has returned
/// control change nothing. Not thread-safe while it is being filled.
/// </summary>
public sealed class SubscriptionOptions
{
    /// <summary>Where the subscription begins. Default <see cref="SubscriptionStart.Latest"/>.</summary>
    public SubscriptionStart Start { get; set; } = SubscriptionStart.Latest;

    /// <summary>
    /// Goes on behind a checkpoint of an earlier subscription to the same topic, usually of an earlier process,
    /// whatever the start would be; <c>null</c> (default) begins at <see cref="Start"/>. It conflicts with a start
    /// other than <see cref="SubscriptionStart.Latest"/>.
    /// </summary>
    public SubscriptionCheckpoint? ResumeFrom { get; set; }

    /// <summary>
    /// Bytes that each relay may have on the way to, or waiting in, this subscription before it pauses. Default 1 MiB;
    /// from 4 KiB to 1 GiB. A slow reader slows only itself.
    /// </summary>
    public int BufferBytes { get; set; } = 1024 * 1024;

    /// <summary>What happens when messages are lost; <c>null</c> (default) takes the transport's <c>OnGap</c>.</summary>
    public GapPolicy? OnGap { get; set; }
}
