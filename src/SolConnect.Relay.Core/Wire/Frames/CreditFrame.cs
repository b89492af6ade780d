namespace SolConnect.Relay.Core.Wire;

/// <summary>Lets a relay send that many more bytes of Deliver frames to a subscription.</summary>
internal readonly record struct CreditFrame(int Subscription, long Bytes)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Credit);
        buffer.Number(Subscription);
        buffer.Number(Bytes);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out CreditFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number(int.MaxValue), reader.Number());
        return reader.IsComplete;
    }
}
