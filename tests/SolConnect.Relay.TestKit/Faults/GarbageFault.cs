namespace SolConnect.Relay.TestKit.Faults;

/// <summary>Noise instead of a frame. Once.</summary>
/// <param name="asMessage">Whether the noise is inside a WebSocket message; otherwise it is no frame at all.</param>
internal sealed class GarbageFault(bool asMessage) : FrameFault
{
    // The first byte is a mandatory frame type that nobody knows, and a reserved bit and opcode of WebSocket.
    private static readonly byte[] Noise = [0x7B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        sink.Heal();
        await sink.WriteAsync(asMessage ? frame.With(Noise) : Noise);
        Strike();
    }
}
