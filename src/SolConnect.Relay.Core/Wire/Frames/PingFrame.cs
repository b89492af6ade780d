namespace SolConnect.Relay.Core.Wire;

/// <summary>Asks for a Pong with the same nonce.</summary>
internal readonly record struct PingFrame(long Nonce)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Ping);
        buffer.Number(Nonce);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out PingFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number());
        return reader.IsComplete;
    }
}
