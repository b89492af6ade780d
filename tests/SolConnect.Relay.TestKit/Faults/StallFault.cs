namespace SolConnect.Relay.TestKit.Faults;

/// <summary>
/// Nothing gets through while it lasts, and everything does afterwards: what a firewall that drops packets, or a
/// stopped process, looks like from outside, because TCP sends again.
/// </summary>
internal sealed class StallFault : FrameFault
{
    public override async ValueTask PassAsync(WebSocketFrame frame, FaultSink sink)
    {
        Strike();
        await sink.WaitForChangeAsync(this);
        await sink.ForwardAsync(frame);
    }
}
