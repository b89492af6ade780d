namespace SolConnect.Relay.TestKit.Faults;

/// <summary>A narrow path, or a relay that takes its time: so many bytes a second and no more.</summary>
internal sealed class ThrottleFault(int bytesPerSecond) : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        // No longer than the fault lasts: what it has kept back goes at once then.
        var changed = sink.WaitForChangeAsync(this).AsTask();
        var takes = TimeSpan.FromSeconds((double)frame.Bytes.Length / bytesPerSecond);
        await Task.WhenAny(changed, Task.Delay(takes, sink.Stopping));
        await sink.ForwardAsync(frame);
        Strike();
    }
}
