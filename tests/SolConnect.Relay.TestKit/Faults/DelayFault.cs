namespace SolConnect.Relay.TestKit.Faults;

/// <summary>Every frame arrives later by the same time; the path is long, not narrow.</summary>
internal sealed class DelayFault(TimeSpan delay) : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        var left = delay - TimeProvider.System.GetElapsedTime(frame.ReadAt);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, sink.Stopping);
        }

        await sink.ForwardAsync(frame);
        Strike();
    }
}
