using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Reads the fields of one frame body. The first field that does not fit makes every later read return nothing, so a
/// frame reads its fields in a row and asks once, at the end, whether the body <see cref="IsComplete"/>.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;
    private bool _failed;

    public readonly bool IsComplete => !_failed && _rest.IsEmpty;

    public readonly bool Failed => _failed;

    public byte Byte()
    {
        var bytes = Take(1);
        return bytes.IsEmpty ? (byte)0 : bytes[0];
    }

    public long Number() => Number(WireProtocol.MaxNumber);

    public int Number(int max) => (int)Number((long)max);

    /// <summary>A number of list items, where what is left of the body can hold that many of them.</summary>
    /// <param name="minItemBytes">
    /// The size of the shortest item. Without it, a frame of a few bytes could make its receiver allocate the longest
    /// list.
    /// </param>
    public int Count(int max, int minItemBytes)
    {
        var count = Number(max);
        return count <= _rest.Length / minItemBytes ? count : (int)Fail();
    }

    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    public long Timestamp() => Number(WireProtocol.MaxTimestamp);

    /// <summary>Microseconds on a relay's clock.</summary>
    public long Clock() => Number(WireProtocol.MaxClock);

    public TimeSpan Duration() => TimeSpan.FromMilliseconds(Number(WireProtocol.MaxDuration));

    public Guid Id()
    {
        var bytes = Take(16);
        return bytes.IsEmpty ? Guid.Empty : new Guid(bytes, bigEndian: true);
    }

    public ulong Hash()
    {
        var bytes = Take(8);
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }

    public string Text(int maxBytes)
    {
        var bytes = Bytes(maxBytes);
        if (!Utf8.IsValid(bytes))
        {
            // Not with replacement characters: a topic whose name is not valid UTF-8 would alias another one.
            Fail();
            return "";
        }

        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A text that is not empty.</summary>
    public string Name(int maxBytes)
    {
        var text = Text(maxBytes);
        if (text.Length == 0)
        {
            Fail();
        }

        return text;
    }

    public ReadOnlySpan<byte> Bytes(int maxBytes) => Take(Number(maxBytes));

    /// <summary>Everything that is left, where it is at most <paramref name="maxBytes"/>.</summary>
    public ReadOnlySpan<byte> Rest(int maxBytes)
    {
        if (_rest.Length > maxBytes)
        {
            Fail();
        }

        return Take(_rest.Length);
    }

    private long Number(long max)
    {
        var size = Varint.Read(_rest, out var value);
        if (size == 0 || value > (ulong)max)
        {
            return Fail();
        }

        _rest = _rest[size..];
        return (long)value;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_failed || count > _rest.Length)
        {
            Fail();
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private long Fail()
    {
        _failed = true;
        _rest = default;
        return 0;
    }
}
