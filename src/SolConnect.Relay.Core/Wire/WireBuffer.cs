using System.Buffers.Binary;
using System.Text;

namespace SolConnect.Relay.Core.Wire;

/// <summary>A growable byte buffer that frames are encoded into. Reused; not thread-safe.</summary>
/// <remarks>
/// It refuses what no receiver would accept (negative numbers, texts past their limit): such a value is a defect on
/// this side, and on the wire it would cost the connection without saying why.
/// </remarks>
/// <param name="capacity">Bytes that it takes without growing.</param>
internal sealed class WireBuffer(int capacity = 128)
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);
    private int _bodyStart = -1;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>A part of what was written.</summary>
    public ReadOnlySpan<byte> Part(int start, int length) => _bytes.AsSpan(start, length);

    public void Clear()
    {
        Length = 0;
        _bodyStart = -1;
    }

    /// <summary>Starts a frame whose body length is not known yet; <see cref="EndFrame"/> must follow.</summary>
    public void BeginFrame(FrameType type)
    {
        Byte((byte)type);
        Byte(0);
        _bodyStart = Length;
    }

    public void EndFrame()
    {
        // One byte was left for the length. That does for most frames; a longer body moves up to make room.
        var body = Length - _bodyStart;
        var extra = Varint.Size((ulong)body) - 1;
        if (extra > 0)
        {
            Reserve(extra);
            _bytes.AsSpan(_bodyStart, body).CopyTo(_bytes.AsSpan(_bodyStart + extra));
            Length += extra;
        }

        Varint.Write(_bytes.AsSpan(_bodyStart - 1), (ulong)body);
        _bodyStart = -1;
    }

    /// <summary>Writes the head of a frame whose body length is known. The body has to be filled completely.</summary>
    public WireWriter Frame(FrameType type, int bodyLength)
    {
        Reserve(bodyLength + 6L);
        _bytes[Length++] = (byte)type;
        Length += Varint.Write(_bytes.AsSpan(Length), (ulong)bodyLength);
        return Next(bodyLength);
    }

    /// <summary>Makes the next so many bytes part of what was written. They have to be filled completely.</summary>
    public WireWriter Next(int count)
    {
        Reserve(count);
        var next = _bytes.AsSpan(Length, count);
        Length += count;
        return new(next);
    }

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    /// <summary>A number from 0 to <see cref="WireProtocol.MaxNumber"/>.</summary>
    public void Number(long value)
    {
        Reserve(Varint.MaxSize);
        Length += Varint.Write(_bytes.AsSpan(Length), Checked(value));
    }

    /// <exception cref="ArgumentOutOfRangeException">No receiver would take the number.</exception>
    public static ulong Checked(long value) => (ulong)value <= WireProtocol.MaxNumber
        ? (ulong)value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Numbers on the wire go from 0 to 2^62 - 1.");

    /// <summary>Whole milliseconds; what is shorter than none or longer than the wire's longest becomes that.</summary>
    public void Duration(TimeSpan value) =>
        Number((long)Math.Clamp(value.TotalMilliseconds, 0, WireProtocol.MaxDuration));

    public void Id(Guid value)
    {
        Reserve(16);
        value.TryWriteBytes(_bytes.AsSpan(Length), bigEndian: true, out _);
        Length += 16;
    }

    public void Hash(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(Length), value);
        Length += 8;
    }

    public void Text(string value, int maxBytes)
    {
        if (!WireText.Fits(value, maxBytes))
        {
            // Without the value: an access token is a text too.
            throw new ArgumentException(
                $"A text on the wire must be valid Unicode of at most {maxBytes} bytes.", nameof(value));
        }

        var count = Encoding.UTF8.GetByteCount(value);
        Number(count);
        Reserve(count);
        Length += Encoding.UTF8.GetBytes(value, _bytes.AsSpan(Length));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Raw(value);
    }

    /// <summary>Bytes without a length in front: the rest of a body, or a part that was encoded before.</summary>
    public void Raw(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    private void Reserve(long count)
    {
        if (_bytes.Length - Length < count)
        {
            var doubled = Math.Min(_bytes.Length * 2L, Array.MaxLength);
            Array.Resize(ref _bytes, checked((int)Math.Max(doubled, Length + count)));
        }
    }
}
