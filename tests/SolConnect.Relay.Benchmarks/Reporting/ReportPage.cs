using System.Globalization;
using System.Text;

namespace SolConnect.Relay.Benchmarks.Reporting;

/// <summary>
/// A page of Markdown with figures: what was measured, where and when, and how to measure it again. What people wrote
/// about the figures, in the last section, is kept when the page is written anew.
/// </summary>
internal sealed class ReportPage(string title, string verb, string commit)
{
    private const string Meaning = "## What the figures mean";

    private readonly StringBuilder _text = new();

    public ReportPage Add(string text)
    {
        _text.Append(text);
        return this;
    }

    public void Paragraph(string text) => Add(text).Add("\n\n");

    public void Heading(string text) => Add($"## {text}\n\n");

    public void Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        Row(head);
        Row([.. head.Select(_ => "---")]);
        foreach (var row in rows)
        {
            Row(row);
        }

        Add("\n");
    }

    public void Save(string path, TimeSpan took)
    {
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var head = string.Create(CultureInfo.InvariantCulture, $"""
            # {title}

            | | |
            |---|---|
            | Machine | {Machine.Describe()} |
            | Date | {date} |
            | Commit | {commit} |
            | Took | {took.TotalMinutes:0.#} min |
            | Again | `dotnet run -c Release --project tests/SolConnect.Relay.Benchmarks -- {verb}` |


            """);
        var meaning = File.Exists(path) ? KeptFrom(File.ReadAllText(path)) : KeptFrom("");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, $"{head}{_text}{meaning}");
    }

    /// <summary>A number in thousands, with three digits that count.</summary>
    public static string Number(double value) => value switch
    {
        double.NaN => "–",
        < 10 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 100 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture),
    };

    private void Row(IReadOnlyList<string> cells) => Add($"| {string.Join(" | ", cells)} |\n");

    private static string KeptFrom(string page)
    {
        var start = page.IndexOf(Meaning, StringComparison.Ordinal);
        return start < 0 ? $"{Meaning}\n\nNobody has said yet.\n" : page[start..];
    }
}
