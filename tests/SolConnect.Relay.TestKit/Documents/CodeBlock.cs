using System.Text;

namespace SolConnect.Relay.TestKit.Documents;

/// <summary>What stands between two fences of a document.</summary>
/// <param name="Document">Its path from the root of the repository, with slashes.</param>
/// <param name="Line">Where in the document the first line of code is, from 1.</param>
/// <param name="Language">The word behind the fence, or nothing.</param>
/// <param name="Text">The lines between the fences.</param>
public sealed record CodeBlock(string Document, int Line, string Language, string Text)
{
    private const string Fence = "```";

    /// <summary>The blocks of every document for readers: the root, the docs but for the decisions, sources and samples.</summary>
    public static IEnumerable<CodeBlock> InAllDocuments(string language) =>
        Documents().SelectMany(In).Where(block => block.Language == language);

    /// <summary>The blocks of one document.</summary>
    public static IReadOnlyList<CodeBlock> In(string document) =>
        Parse(document, File.ReadAllLines(Path.Combine(Repository.Root, document)));

    /// <exception cref="FormatException">A fence is not closed.</exception>
    public static IReadOnlyList<CodeBlock> Parse(string document, IReadOnlyList<string> lines)
    {
        var blocks = new List<CodeBlock>();
        for (var index = 0; index < lines.Count; index++)
        {
            if (!IsFence(lines[index]))
            {
                continue;
            }

            var first = index + 1;
            var text = new StringBuilder();
            for (index = first; index < lines.Count && !IsFence(lines[index]); index++)
            {
                text.Append(lines[index]).Append('\n');
            }

            blocks.Add(index < lines.Count
                ? new(document, first + 1, lines[first - 1].Trim()[Fence.Length..], text.ToString())
                : throw new FormatException($"{document}:{first}: this fence is never closed."));
        }

        return blocks;
    }

    /// <returns>As a terminal makes a link of it.</returns>
    public override string ToString() => $"{Document}:{Line}";

    private static bool IsFence(string line) => line.TrimStart().StartsWith(Fence, StringComparison.Ordinal);

    private static IEnumerable<string> Documents()
    {
        var root = Repository.Root;
        var decisions = Path.Combine(root, "docs", "adr");
        return Directory.EnumerateFiles(root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(new[] { "src", "samples" }.SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(root, folder)))
                .SelectMany(project => Directory.EnumerateFiles(project, "*.md")))
            .Where(path => !path.StartsWith(decisions, StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal);
    }
}
