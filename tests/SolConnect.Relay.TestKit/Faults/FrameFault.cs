namespace SolConnect.Relay.TestKit.Faults;

/// <summary>
/// What is done to the frames of one direction while the fault is set. One object may serve several connections.
/// </summary>
internal abstract class FrameFault
{
    private readonly TaskCompletionSource _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the fault has done its first harm: a test waits for this and not for time.</summary>
    public Task Struck => _struck.Task;

    /// <summary>Decides about one frame, and returns when the next one may come.</summary>
    public abstract ValueTask PassAsync(WebSocketFrame frame, FaultSink sink);

    protected void Strike() => _struck.TrySetResult();
}
