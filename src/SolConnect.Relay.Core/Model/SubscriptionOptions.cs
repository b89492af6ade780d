namespace SolConnect.Relay;

/// <summary>How one subscription starts and how much it may buffer.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>Where the subscription begins. Default <see cref="SubscriptionStart.Latest"/>.</summary>
    public SubscriptionStart Start { get; set; } = SubscriptionStart.Latest;

    /// <summary>
    /// Bytes that each relay may have on the way to, or waiting in, this subscription before it pauses. Default 1 MiB;
    /// from 4 KiB to 1 GiB. A slow reader slows only itself.
    /// </summary>
    public int BufferBytes { get; set; } = 1024 * 1024;

    /// <summary>What happens when messages are lost; <c>null</c> (default) takes the transport's <c>OnGap</c>.</summary>
    public GapPolicy? OnGap { get; set; }
}
