using System.Buffers.Binary;

namespace SolConnect.Relay.TestKit.Faults;

/// <summary>One frame of RFC 6455, section 5.2, as it was on the wire, with its payload unmasked.</summary>
/// <param name="Bytes">Everything, header included, as it was read.</param>
internal sealed record WebSocketFrame(bool IsFinal, int OpCode, bool IsMasked, byte[] Payload, byte[] Bytes)
{
    public const int Continuation = 0;
    public const int Binary = 2;
    public const int Close = 8;

    /// <summary>A whole SolConnect message: neither side of this project sends one in parts.</summary>
    public bool IsMessage => IsFinal && OpCode == Binary;

    /// <summary>When it was read.</summary>
    public long ReadAt { get; } = TimeProvider.System.GetTimestamp();

    /// <exception cref="EndOfStreamException">The stream ended.</exception>
    public static async Task<WebSocketFrame> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        // Two bytes, then up to eight of length and four of mask.
        var header = new byte[14];
        await stream.ReadExactlyAsync(header.AsMemory(0, 2), cancellationToken);
        var isMasked = (header[1] & 0x80) != 0;
        long length = header[1] & 0x7F;
        var extra = length switch { 126 => 2, 127 => 8, _ => 0 };
        var size = 2 + extra + (isMasked ? 4 : 0);
        await stream.ReadExactlyAsync(header.AsMemory(2, size - 2), cancellationToken);
        length = extra switch
        {
            2 => BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(2)),
            8 => BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(2)),
            _ => length,
        };
        var bytes = new byte[size + length];
        header.AsSpan(0, size).CopyTo(bytes);
        await stream.ReadExactlyAsync(bytes.AsMemory(size), cancellationToken);
        var payload = bytes[size..];
        for (var index = 0; isMasked && index < payload.Length; index++)
        {
            payload[index] ^= header[size - 4 + (index & 3)];
        }

        return new((header[0] & 0x80) != 0, header[0] & 0x0F, isMasked, payload, bytes);
    }

    /// <summary>A header for a payload of any length, whether that follows or not.</summary>
    public static byte[] Header(bool isFinal, int opCode, bool isMasked, long length)
    {
        // Masked with zeros, which leaves the payload as it is.
        var extra = length switch { < 126 => 0, <= ushort.MaxValue => 2, _ => 8 };
        var header = new byte[2 + extra + (isMasked ? 4 : 0)];
        header[0] = (byte)((isFinal ? 0x80 : 0) | opCode);
        header[1] = (byte)((isMasked ? 0x80 : 0) | extra switch { 0 => (int)length, 2 => 126, _ => 127 });
        if (extra == 2)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)length);
        }
        else if (extra == 8)
        {
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), length);
        }

        return header;
    }

    /// <summary>A frame with these bytes in place of the payload.</summary>
    public byte[] With(ReadOnlySpan<byte> payload) => [.. Header(true, Binary, IsMasked, payload.Length), .. payload];
}
