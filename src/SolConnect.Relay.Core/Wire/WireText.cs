using System.Buffers;
using System.Text;

namespace SolConnect.Relay.Core.Wire;

/// <summary>What may travel as text: valid Unicode of a bounded length, counted in bytes of UTF-8.</summary>
internal static class WireText
{
    /// <summary>
    /// Whether <paramref name="value"/> is valid Unicode of at most <paramref name="maxBytes"/>. A lone surrogate is
    /// refused and not replaced: two topics that differ only there would become one on the wire.
    /// </summary>
    public static bool Fits(ReadOnlySpan<char> value, int maxBytes)
    {
        if (value.Length > maxBytes || Ascii.IsValid(value))
        {
            return value.Length <= maxBytes;
        }

        var bytes = 0;
        while (!value.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(value, out var rune, out var units) != OperationStatus.Done)
            {
                return false;
            }

            bytes += rune.Utf8SequenceLength;
            value = value[units..];
        }

        return bytes <= maxBytes;
    }

    /// <summary>
    /// The longest beginning of a text for people that fits; what is not valid Unicode in it becomes U+FFFD.
    /// </summary>
    public static string Cut(string value, int maxBytes)
    {
        if (Fits(value, maxBytes))
        {
            return value;
        }

        var cut = new StringBuilder();
        var bytes = 0;
        foreach (var rune in value.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return cut.ToString();
    }
}
