using System.Numerics;

namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Unsigned LEB128: seven bits a byte, lowest first, high bit set on all but the last; always the shortest form.
/// </summary>
internal static class Varint
{
    public const int MaxSize = 10;

    public static int Size(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    public static int Write(Span<byte> target, ulong value)
    {
        var count = 0;
        while (value >= 0x80)
        {
            target[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[count++] = (byte)value;
        return count;
    }

    /// <summary>Returns the bytes read, or 0 when the input is truncated, overlong or above 64 bits.</summary>
    public static int Read(ReadOnlySpan<byte> source, out ulong value)
    {
        value = 0;
        for (var index = 0; index < source.Length && index < MaxSize; index++)
        {
            var digit = source[index];
            if (index == MaxSize - 1 && digit > 1)
            {
                return 0;
            }

            value |= (ulong)(digit & 0x7F) << (7 * index);
            if (digit < 0x80)
            {
                // A zero in last place says nothing, so the same number would have two encodings.
                return digit == 0 && index > 0 ? 0 : index + 1;
            }
        }

        return 0;
    }
}
