using System.Buffers.Binary;
using System.Net.WebSockets;

namespace SolConnect.Relay.TestKit.Faults;

/// <summary>
/// The relay says goodbye without having asked its clients to leave: a close frame instead of the next one, and the end
/// of its direction. Every connection on which anything comes while it lasts gets it.
/// </summary>
internal sealed class CloseFault(WebSocketCloseStatus status) : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        var code = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(code, (ushort)status);
        var header = WebSocketFrame.Header(true, WebSocketFrame.Close, frame.IsMasked, code.Length);
        await sink.WriteAsync((byte[])[.. header, .. code]);
        sink.CloseDirection();
        Strike();
        await sink.WaitForChangeAsync(this);
        sink.Reset();
    }
}
