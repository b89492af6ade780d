using System.Text;

namespace SolConnect.Relay.Server.Diagnostics;

/// <summary>
/// Makes text from a peer fit for a log: short, and without characters that could forge or hide a line.
/// </summary>
internal static class PeerText
{
    private const int MaxLength = 64;

    public static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
            {
                return clean.Append('…').ToString();
            }

            if (Rune.IsControl(rune) || !IsPlain(Rune.GetUnicodeCategory(rune)))
            {
                clean.Append("\\u{").Append(rune.Value.ToString("x", null)).Append('}');
            }
            else
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    // Format characters turn the direction of text around; separators break lines.
    private static bool IsPlain(System.Globalization.UnicodeCategory category) => category is not (
        System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator or System.Globalization.UnicodeCategory.Surrogate
        or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned);
}
