namespace SolConnect.Relay.Core;

/// <summary>Makes text that a peer chose fit for logs and messages: short, and without anything that moves a cursor.</summary>
internal static class PeerText
{
    public const int MaxLength = 256;

    public static string Clean(string text)
    {
        var cut = text.Length > MaxLength ? text[..MaxLength] + "…" : text;
        return cut.Any(IsUnsafe) ? string.Concat(cut.Select(c => IsUnsafe(c) ? '\uFFFD' : c)) : cut;
    }

    // Control and format characters: line breaks forge log lines, direction marks reorder them.
    private static bool IsUnsafe(char c) =>
        char.IsControl(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator;
}
