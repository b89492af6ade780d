using System.Globalization;
using System.Text;

namespace SolConnect.Relay.Connections;

/// <summary>Makes text that a relay chose harmless for logs, events and exceptions.</summary>
internal static class PeerText
{
    public const int MaxLength = 256;

    /// <summary>Cuts the text, and escapes whatever could forge a line, move a cursor or turn the reading direction.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
            {
                return clean.Append('…').ToString();
            }

            _ = IsHarmless(rune) ? clean.Append(rune) : clean.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return clean.ToString();
    }

    // A lone surrogate was enumerated as U+FFFD, so every rune is a scalar value here.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or
        UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
