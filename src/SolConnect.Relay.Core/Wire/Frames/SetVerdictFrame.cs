namespace SolConnect.Relay.Core.Wire;

/// <summary>Answers the last <see cref="SetHashFrame"/> with what Welcome would say of it now.</summary>
internal readonly record struct SetVerdictFrame(SetVerdict Verdict)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.SetVerdict);
        buffer.Byte((byte)Verdict);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out SetVerdictFrame frame)
    {
        var reader = new WireReader(body);
        frame = new((SetVerdict)reader.Byte());
        return reader.IsComplete && frame.Verdict <= SetVerdict.Differs;
    }
}
