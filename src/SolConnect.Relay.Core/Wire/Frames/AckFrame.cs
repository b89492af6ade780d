namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Everything through <c>Through</c> is in this relay's log, or was settled before it got here. Cumulative.
/// </summary>
internal readonly record struct AckFrame(int Alias, long Through)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Ack);
        buffer.Number(Alias);
        buffer.Number(Through);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out AckFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number(int.MaxValue), reader.Number());
        return reader.IsComplete && frame is { Alias: >= 1, Through: >= 1 };
    }
}
