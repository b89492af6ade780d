namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Everything through <c>Through</c> is settled: it exists or existed somewhere, and will not be sent here again.
/// </summary>
internal readonly record struct MarkFrame(int Alias, long Through)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Mark);
        buffer.Number(Alias);
        buffer.Number(Through);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out MarkFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(reader.Number(int.MaxValue), reader.Number());
        return reader.IsComplete && frame is { Alias: >= 1, Through: >= 1 };
    }
}
