using System.Buffers.Binary;
using System.Text;

namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Reads the fields of one frame body. The first field that does not fit makes every later read return nothing, so a
/// frame reads its fields in a row and asks once, at the end, whether the body <see cref="IsComplete"/>.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> body)
{
    // Without replacement characters: a topic whose name is not valid UTF-8 would alias another one.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = body;
    private bool _failed;

    public readonly bool IsComplete => !_failed && _rest.IsEmpty;

    public readonly bool Failed => _failed;

    public byte Byte()
    {
        var bytes = Take(1);
        return bytes.IsEmpty ? (byte)0 : bytes[0];
    }

    /// <summary>A number from 0 to 2^63 − 1.</summary>
    public long Number()
    {
        var value = Unsigned();
        return value <= long.MaxValue ? (long)value : (long)Fail();
    }

    public int Number(int max)
    {
        var value = Unsigned();
        return value <= (ulong)max ? (int)value : (int)Fail();
    }

    public ulong Unsigned()
    {
        var size = Varint.Read(_rest, out var value);
        if (size == 0)
        {
            return Fail();
        }

        _rest = _rest[size..];
        return value;
    }

    public TimeSpan Duration() => TimeSpan.FromMilliseconds(Number(int.MaxValue));

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
        if (bytes.IsEmpty)
        {
            return "";
        }

        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            Fail();
            return "";
        }
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

    private ulong Fail()
    {
        _failed = true;
        _rest = default;
        return 0;
    }
}
