namespace SolConnect.Relay.Core.Wire;

/// <summary>Takes the place of a message that was abandoned after it had been encoded once.</summary>
internal readonly record struct TombstoneFrame(int Alias, long Sequence, long Floor)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Tombstone);
        buffer.Number(Alias);
        buffer.Number(Sequence);
        buffer.Number(Sequence - Floor);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out TombstoneFrame frame)
    {
        var reader = new WireReader(body);
        var alias = reader.Number(int.MaxValue);
        var sequence = reader.Number();
        frame = new(alias, sequence, sequence - reader.Number());
        return reader.IsComplete && frame is { Alias: >= 1, Floor: >= 1 };
    }
}
