using System.Buffers.Binary;
using System.Text;

namespace SolConnect.Relay.Core.Wire;

/// <summary>A growable byte buffer that frames are encoded into. Reused; not thread-safe.</summary>
internal sealed class WireBuffer
{
    private byte[] _bytes = new byte[512];
    private int _bodyStart = -1;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear()
    {
        Length = 0;
        _bodyStart = -1;
    }

    /// <summary>Starts a frame whose body length is not known yet; every call is followed by <see cref="EndFrame"/>.</summary>
    public void BeginFrame(FrameType type)
    {
        Byte((byte)type);
        Byte(0);
        _bodyStart = Length;
    }

    public void EndFrame()
    {
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

    /// <summary>Starts a frame whose body length is known. What follows must be exactly that long.</summary>
    public void FrameHeader(FrameType type, int bodyLength)
    {
        Reserve(bodyLength + 6);
        _bytes[Length++] = (byte)type;
        Length += Varint.Write(_bytes.AsSpan(Length), (ulong)bodyLength);
    }

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Unsigned((ulong)value);
    }

    public void Unsigned(ulong value)
    {
        Reserve(Varint.MaxSize);
        Length += Varint.Write(_bytes.AsSpan(Length), value);
    }

    public void Duration(TimeSpan value) => Number((long)Math.Max(0, value.TotalMilliseconds));

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
        var count = Encoding.UTF8.GetByteCount(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, maxBytes, nameof(value));
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

    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }
    }
}
