namespace SolConnect.Relay.TestKit.Faults;

/// <summary>A frame that says it is enormous, and as much of it as the receiver will take. Once.</summary>
internal sealed class OversizeFault(long length) : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        sink.Heal();
        Strike();
        await sink.WriteAsync(WebSocketFrame.Header(true, WebSocketFrame.Binary, frame.IsMasked, length));
        var some = new byte[64 * 1024];
        for (var left = length; left > 0; left -= some.Length)
        {
            await sink.WriteAsync(some.AsMemory(0, (int)Math.Min(left, some.Length)));
        }

        sink.Reset();
    }
}
