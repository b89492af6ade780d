namespace SolConnect.Relay.TestKit.Faults;

/// <summary>Every byte by itself.</summary>
internal sealed class SliceFault : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        for (var index = 0; index < frame.Bytes.Length; index++)
        {
            await sink.WriteAsync(frame.Bytes.AsMemory(index, 1));
        }

        Strike();
    }
}
