namespace SolConnect.Relay.TestKit.Faults;

/// <summary>A message that never ends, in fragments of one size, until somebody has had enough. Once.</summary>
internal sealed class EndlessFragmentsFault(int size) : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        sink.Heal();
        Strike();
        for (var opCode = WebSocketFrame.Binary; ; opCode = WebSocketFrame.Continuation)
        {
            // Ends by an exception, when the receiver has closed.
            var header = WebSocketFrame.Header(false, opCode, frame.IsMasked, size);
            await sink.WriteAsync((byte[])[.. header, .. new byte[size]]);
        }
    }
}
