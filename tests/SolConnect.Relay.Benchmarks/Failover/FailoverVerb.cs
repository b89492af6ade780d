using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Failover.Clients;
using SolConnect.Relay.Benchmarks.Failover.Faults;
using SolConnect.Relay.Benchmarks.Failover.Measuring;
using SolConnect.Relay.Benchmarks.Failover.Report;
using Spectre.Console;

namespace SolConnect.Relay.Benchmarks.Failover;

/// <summary>Measures every client under every kind of fault, and writes the report.</summary>
internal sealed class FailoverVerb : IVerb
{
    public string Name => "failover";

    public string Summary => "how long a failing relay is felt, by kind of fault";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var line = FailoverCommandLine.Parse(arguments);
        if (line.WantsHelp)
        {
            Console.WriteLine(FailoverCommandLine.Usage);
            return 0;
        }

        // Lines stay whole where nobody knows how wide the output is.
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        var (began, commit) = (Stopwatch.GetTimestamp(), Machine.Commit());
        await using var fleet = await Fleet.StartAsync();
        var results = await MeasureAsync(fleet, line);
        if (line.Output is { } path)
        {
            new FailoverReport(results, line.Faults, commit, Stopwatch.GetElapsedTime(began)).Save(path);
            AnsiConsole.MarkupLineInterpolated($"The report is in [bold]{path}[/].");
        }

        return 0;
    }

    private static async Task<List<ScenarioResult>> MeasureAsync(Fleet fleet, FailoverCommandLine line)
    {
        var results = new List<ScenarioResult>();
        foreach (var client in ClientKind.All)
        {
            AnsiConsole.MarkupLineInterpolated($"[bold]{client.Title}[/]");
            await WarmUpAsync(fleet, client);
            foreach (var fault in line.Kinds)
            {
                var began = Stopwatch.GetTimestamp();
                AnsiConsole.Markup("  {0,-15}", fault.Name);
                var result = await new Scenario(fleet, client, fault).RunAsync(line.Faults, Dot);
                AnsiConsole.WriteLine($" {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s: {Summarize(result)}");
                results.Add(result);
            }
        }

        return results;
    }

    // The first faults meet code that was not compiled yet, and are not counted.
    private static async Task WarmUpAsync(Fleet fleet, ClientKind client)
    {
        AnsiConsole.Markup("  {0,-15}", "warming up");
        foreach (var name in (string[])["kill", "reset"])
        {
            await new Scenario(fleet, client, FaultKinds.Find(name)).RunAsync(2, Dot);
        }

        AnsiConsole.WriteLine();
    }

    private static void Dot() => AnsiConsole.Write(".");

    private static string Summarize(ScenarioResult result)
    {
        var failover = Spread.OfMilliseconds(result.Trials.Select(trial => trial.FailoverTime));
        var pause = Spread.OfMilliseconds(result.Trials.Select(trial => trial.LongestPause));
        return $"failover {failover}, pause {pause}, lost {result.SilentlyLost} + {result.ToldLost}, "
            + $"twice {result.Duplicates}, unmeasured {result.Unmeasured.Count}, receipts {result.Waits}";
    }
}
