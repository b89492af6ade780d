using System.Globalization;
using System.Text.RegularExpressions;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>docs/protocol.md as far as tests can read it: its tables and its test vectors.</summary>
internal sealed partial class ProtocolDocument
{
    private readonly string _text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "protocol.md"));

    /// <summary>Every vector in the order of the document: its name, and its bytes in hexadecimal.</summary>
    public IEnumerable<(string Name, string Hex)> Vectors() =>
        VectorPattern().Matches(_text).Select(match => (
            match.Groups["name"].Value,
            string.Concat(match.Groups["hex"].Value.Where(character => !char.IsWhiteSpace(character)))));

    /// <summary>The rows of the table whose first column has that heading, each with all of its cells.</summary>
    public IEnumerable<string[]> Table(string heading) => _text
        .Split('\n')
        .SkipWhile(line => !line.StartsWith($"| {heading} |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    /// <summary>A number as the document writes it: in hexadecimal behind 0x, or with commas.</summary>
    public static long Number(string cell) => cell.StartsWith("0x", StringComparison.Ordinal)
        ? long.Parse(cell.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : long.Parse(cell, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    // A name in bold, a description that may go on for several lines, and a block of text.
    [GeneratedRegex(
        @"^\*\*(?<name>[^*\n]+)\*\*:[^\n]*\n(?:[^\n]+\n)*\n```text\n(?<hex>[^`]+)```", RegexOptions.Multiline)]
    private static partial Regex VectorPattern();
}
