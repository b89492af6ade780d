namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Fills bytes whose number was counted before: one look at the room for a whole frame instead of one for each field.
/// </summary>
internal ref struct WireWriter(Span<byte> rest)
{
    private Span<byte> _rest = rest;

    public void Byte(byte value)
    {
        _rest[0] = value;
        _rest = _rest[1..];
    }

    /// <summary>A number from 0 to <see cref="WireProtocol.MaxNumber"/>.</summary>
    public void Number(long value)
    {
        if ((ulong)value < 0x80)
        {
            Byte((byte)value);
            return;
        }

        _rest = _rest[Varint.Write(_rest, WireBuffer.Checked(value))..];
    }

    public void Id(Guid value)
    {
        value.TryWriteBytes(_rest, bigEndian: true, out _);
        _rest = _rest[16..];
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        Raw(value);
    }

    public void Raw(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_rest);
        _rest = _rest[value.Length..];
    }
}
