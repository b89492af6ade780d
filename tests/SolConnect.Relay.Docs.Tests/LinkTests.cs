using System.Text.RegularExpressions;

namespace SolConnect.Relay.Docs.Tests;

/// <summary>Every link from one document to a file or a heading of this repository leads somewhere.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] NoDocuments = ["bin", "obj", ".git", "node_modules"];

    [Fact]
    public void Every_link_between_documents_leads_somewhere()
    {
        var dead = new List<string>();
        foreach (var document in Documents())
        {
            foreach (Match link in Link().Matches(WithoutCode(File.ReadAllText(document))))
            {
                if (Uri.TryCreate(link.Groups[1].Value, UriKind.Absolute, out var _))
                {
                    continue;
                }

                if (!LeadsSomewhere(document, link.Groups[1].Value))
                {
                    dead.Add($"{Path.GetRelativePath(Repository.Root, document)}: {link.Groups[1].Value}");
                }
            }
        }

        Assert.Empty(dead);
    }

    [Fact]
    public void There_are_documents_to_look_at() => Assert.InRange(Documents().Count(), 20, 1_000);

    private static bool LeadsSomewhere(string document, string link)
    {
        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0
            ? document
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, parts[0]));
        return parts.Length == 1
            ? File.Exists(target) || Directory.Exists(target)
            : File.Exists(target) && Headings(File.ReadAllText(target)).Contains(parts[1]);
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories).Where(path =>
            !Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar).Intersect(NoDocuments).Any());

    // As GitHub makes them: lower case, blanks to hyphens, everything else but letters, digits, hyphens and underscores left out.
    private static IEnumerable<string> Headings(string text) => Heading().Matches(WithoutCode(text)).Select(match =>
        NoAnchor().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string text) => CodeBlock().Replace(text, "");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
