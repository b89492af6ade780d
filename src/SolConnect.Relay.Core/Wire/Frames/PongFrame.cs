namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Answers a Ping, with the relay's load (0 to 1,000 per mille) and its monotonic clock in microseconds.
/// </summary>
internal readonly record struct PongFrame(long Nonce, int LoadPerMille, long RelayClock)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Pong);
        buffer.Number(Nonce);
        buffer.Number(LoadPerMille);
        buffer.Number(RelayClock);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out PongFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number(), reader.Number(WireProtocol.MaxLoadPerMille), reader.Clock());
        return reader.IsComplete;
    }
}
