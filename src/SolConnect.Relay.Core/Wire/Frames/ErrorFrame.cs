namespace SolConnect.Relay.Core.Wire;

/// <summary>The last frame of a connection that ends badly. The detail is for people and may be cut.</summary>
internal readonly record struct ErrorFrame(ErrorCode Code, string Detail)
{
    public void Write(WireBuffer buffer)
    {
        buffer.BeginFrame(FrameType.Error);
        buffer.Byte((byte)Code);
        buffer.Text(Detail, WireProtocol.MaxDetailBytes);
        buffer.EndFrame();
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out ErrorFrame frame)
    {
        var reader = new WireReader(body);
        frame = new((ErrorCode)reader.Byte(), reader.Text(WireProtocol.MaxDetailBytes));
        return reader.IsComplete && frame.Code is >= ErrorCode.Protocol and <= ErrorCode.Internal;
    }
}
