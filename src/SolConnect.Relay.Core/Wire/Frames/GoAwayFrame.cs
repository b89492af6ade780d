namespace SolConnect.Relay.Core.Wire;

/// <summary>Leave before the deadline passes, because the relay closes then.</summary>
internal readonly record struct GoAwayFrame(
    GoAwayReason Reason, TimeSpan Deadline, IReadOnlyList<RelayAlternate> Alternates)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.GoAway);
        buffer.Byte((byte)Reason);
        buffer.Duration(Deadline);
        RelayAlternate.WriteAll(buffer, Alternates);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out GoAwayFrame frame)
    {
        var reader = new WireReader(body);
        frame = new((GoAwayReason)reader.Byte(), reader.Duration(), RelayAlternate.ReadAll(ref reader));
        return reader.IsComplete && frame.Reason <= GoAwayReason.Overload;
    }
}
