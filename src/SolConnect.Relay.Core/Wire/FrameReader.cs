namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Splits one WebSocket message into frames. Skips unknown optional frames; stops at the first malformed one.
/// </summary>
internal ref struct FrameReader(ReadOnlySpan<byte> message)
{
    private const byte OptionalBit = 0x80;

    private ReadOnlySpan<byte> _rest = message;

    public FrameType Type { get; private set; }

    public ReadOnlySpan<byte> Body { get; private set; }

    /// <summary>
    /// The whole frame's size on the wire, header included. It is also what a Deliver frame costs in credit.
    /// </summary>
    public int FrameLength { get; private set; }

    public FrameReadResult Read()
    {
        while (!_rest.IsEmpty)
        {
            var type = _rest[0];
            var size = Varint.Read(_rest[1..], out var length);
            if (size == 0 || length > (ulong)(_rest.Length - 1 - size))
            {
                return FrameReadResult.Malformed;
            }

            Body = _rest.Slice(1 + size, (int)length);
            FrameLength = 1 + size + (int)length;
            _rest = _rest[FrameLength..];
            if (type is (> (byte)FrameType.None and <= (byte)FrameType.Error) or (byte)FrameType.SetHash or (byte)FrameType.SetVerdict)
            {
                Type = (FrameType)type;
                return FrameReadResult.Frame;
            }

            if ((type & OptionalBit) == 0)
            {
                return FrameReadResult.Malformed;
            }
        }

        return FrameReadResult.End;
    }
}
