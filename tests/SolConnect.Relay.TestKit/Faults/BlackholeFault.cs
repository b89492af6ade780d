namespace SolConnect.Relay.TestKit.Faults;

/// <summary>
/// What the sockets take disappears while TCP stays open. A connection on which something did disappear is broken
/// when the fault is over, as one whose address translation was forgotten on the way.
/// </summary>
internal sealed class BlackholeFault : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        Strike();
        await sink.WaitForChangeAsync(this);
        sink.Reset();
    }
}
