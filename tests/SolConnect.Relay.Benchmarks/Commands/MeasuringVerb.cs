using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Reporting;
using Spectre.Console;

namespace SolConnect.Relay.Benchmarks.Commands;

/// <summary>A verb that measures in rounds and writes a page: its options, its page and its progress.</summary>
internal abstract class MeasuringVerb : IVerb
{
    public abstract string Name { get; }

    string? IVerb.Summary => Summary;

    protected abstract string Summary { get; }

    protected abstract string Title { get; }

    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var line = MeasuringCommandLine.Parse(Name, arguments);
        if (line.WantsHelp)
        {
            Console.WriteLine(MeasuringCommandLine.Usage(Name, Summary));
            return 0;
        }

        // Lines stay whole where nobody knows how wide the output is.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        var began = Stopwatch.GetTimestamp();
        var page = new ReportPage(Title, Name, Machine.Commit());
        await MeasureAsync(line, page);
        if (line.Output is { } path)
        {
            page.Save(path, Stopwatch.GetElapsedTime(began));
            AnsiConsole.MarkupLineInterpolated($"The page is [bold]{path}[/].");
        }

        return 0;
    }

    protected abstract Task MeasureAsync(MeasuringCommandLine line, ReportPage page);

    protected static void Say(FormattableString what) => AnsiConsole.MarkupLineInterpolated(what);
}
