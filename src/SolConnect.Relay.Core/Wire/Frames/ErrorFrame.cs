namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// The last frame of a connection that ends badly. The detail is for people; writing cuts it to its limit.
/// </summary>
internal readonly record struct ErrorFrame(ErrorCode Code, string Detail)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Error);
        buffer.Byte((byte)Code);
        buffer.Text(WireText.Cut(Detail, WireProtocol.MaxDetailBytes), WireProtocol.MaxDetailBytes);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out ErrorFrame frame)
    {
        var reader = new WireReader(body);
        frame = new((ErrorCode)reader.Byte(), reader.Text(WireProtocol.MaxDetailBytes));
        return reader.IsComplete && frame.Code is >= ErrorCode.Protocol and <= ErrorCode.Forbidden;
    }
}
