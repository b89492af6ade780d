using System.Diagnostics;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Selection;

/// <summary>What a pick costs, by BenchmarkDotNet, for every strategy and three sizes of fleet.</summary>
internal sealed class SelectionVerb : IVerb
{
    private const string Page = "docs/benchmarks/selection-cost.md";

    public string Name => "selection";

    public string Summary => "nanoseconds and bytes of one pick, for every strategy; two minutes";

    public Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var path = Page;
        var reader = new ArgumentReader(arguments);
        while (reader.Option() is { } option)
        {
            path = option == "--output"
                ? reader.Value()
                : throw new FormatException($"'{option}' is no option of this verb; it knows --output FILE.");
        }

        var began = Stopwatch.GetTimestamp();
        var page = new ReportPage("What a pick costs, measured", Name, Machine.Commit());

        // In this process: the project that BenchmarkDotNet would generate knows nothing of how this repository builds. The
        // warm-up is long, because a strategy's first size would run code otherwise that is not compiled fully yet.
        var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(50)).WithWarmupCount(20).WithIterationCount(7);
        var config = ManualConfig.CreateEmpty()
            .AddJob(job)
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(ConsoleLogger.Default);
        Write(page, BenchmarkRunner.Run<SelectionBenchmark>(config));
        page.Save(path, Stopwatch.GetElapsedTime(began));
        Console.WriteLine($"The page is {path}.");
        return Task.FromResult(0);
    }

    private static void Write(ReportPage page, Summary summary)
    {
        var picks = summary.Reports.Select(Pick.Of).ToList();
        page.Heading("A pick from a prepared snapshot");
        Table(page, [.. picks.Where(pick => pick.Method == nameof(SelectionBenchmark.Select))]);
        page.Heading("The first pick of a snapshot, which prepares the others");
        Table(page, [.. picks.Where(pick => pick.Method == nameof(SelectionBenchmark.SelectFirst))]);
    }

    private static void Table(ReportPage page, IReadOnlyList<Pick> picks)
    {
        var sizes = picks.Select(pick => pick.Candidates).Distinct().Order().ToList();
        page.Table(
            ["strategy", .. sizes.Select(size => $"{size:#,0} candidates, ns"), "largest / smallest", "bytes allocated, most"],
            LoadBalancers.Names.Select(name => picks.Where(pick => pick.Strategy == name).OrderBy(pick => pick.Candidates).ToList())
                .Select(row => (IReadOnlyList<string>)
                [
                    row[0].Strategy, .. row.Select(pick => ReportPage.Number(pick.Nanoseconds)),
                    ReportPage.Number(row[^1].Nanoseconds / row[0].Nanoseconds), $"{row.Max(pick => pick.Bytes)}",
                ]));
    }

    private sealed record Pick(string Method, string Strategy, int Candidates, double Nanoseconds, long Bytes)
    {
        public static Pick Of(BenchmarkReport report)
        {
            var parameters = report.BenchmarkCase.Parameters;
            return new(
                report.BenchmarkCase.Descriptor.WorkloadMethod.Name, (string)parameters[nameof(SelectionBenchmark.Strategy)],
                (int)parameters[nameof(SelectionBenchmark.Candidates)], report.ResultStatistics?.Mean ?? double.NaN,
                report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? -1);
        }
    }
}
