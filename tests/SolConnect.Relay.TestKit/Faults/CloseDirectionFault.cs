namespace SolConnect.Relay.TestKit.Faults;

/// <summary>
/// Half-open: this direction is closed, the other one is not, and what the closed one was to carry is lost. Once.
/// </summary>
internal sealed class CloseDirectionFault : FrameFault
{
    public override ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        sink.CloseDirection();
        Strike();
        return new(sink.HangAsync());
    }
}
