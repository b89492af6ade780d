namespace SolConnect.Relay.TestKit.Faults;

/// <summary>
/// Messages in WebSocket fragments of a few bytes, which is no fault: every receiver must put up with it.
/// </summary>
internal sealed class FragmentFault(int size) : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        if (!frame.IsMessage)
        {
            await sink.ForwardAsync(frame);
            return;
        }

        for (var start = 0; start < frame.Payload.Length; start += size)
        {
            var part = frame.Payload.AsMemory(start, Math.Min(size, frame.Payload.Length - start));
            var isFinal = start + part.Length == frame.Payload.Length;
            var opCode = start == 0 ? WebSocketFrame.Binary : WebSocketFrame.Continuation;
            var header = WebSocketFrame.Header(isFinal, opCode, frame.IsMasked, part.Length);
            await sink.WriteAsync((byte[])[.. header, .. part.Span]);
        }

        Strike();
    }
}
