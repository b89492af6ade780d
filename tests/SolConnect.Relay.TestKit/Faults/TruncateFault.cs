namespace SolConnect.Relay.TestKit.Faults;

/// <summary>Half of a frame, then a reset. Once.</summary>
internal sealed class TruncateFault : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        await sink.WriteAsync(frame.Bytes.AsMemory(0, frame.Bytes.Length / 2));
        sink.Heal();
        sink.Reset();
        Strike();
    }
}
