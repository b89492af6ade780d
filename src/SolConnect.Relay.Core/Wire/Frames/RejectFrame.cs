namespace SolConnect.Relay.Core.Wire;

/// <summary>A relay did not take a message.</summary>
/// <param name="Expected">With <see cref="RejectCode.OutOfOrder"/>: what it would take; otherwise 0.</param>
internal readonly record struct RejectFrame(
    int Alias, long Sequence, RejectCode Code, long Expected, TimeSpan RetryAfter)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Reject);
        buffer.Number(Alias);
        buffer.Number(Sequence);
        buffer.Byte((byte)Code);
        buffer.Number(Expected);
        buffer.Duration(RetryAfter);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out RejectFrame frame)
    {
        var reader = new WireReader(body);
        frame = new(
            reader.Number(int.MaxValue), reader.Number(), (RejectCode)reader.Byte(), reader.Number(),
            reader.Duration());
        return reader.IsComplete && frame is { Alias: >= 1, Sequence: >= 1 }
            && frame.Code is >= RejectCode.OutOfOrder and <= RejectCode.TooManyTopics
            && frame.Expected > 0 == (frame.Code == RejectCode.OutOfOrder);
    }
}
