using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Reporting;
using Spectre.Console;

namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>Runs the soak, and writes the report.</summary>
internal sealed class SoakVerb : IVerb
{
    /// <summary>Not counted in the length of the run; memory is judged from its end on.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(30);

    public string Name => "soak";

    public string Summary => "whether many transports under faults lose messages, or keep memory and sockets";

    public async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        var line = SoakCommandLine.Parse(arguments);
        if (line.WantsHelp)
        {
            Console.WriteLine(SoakCommandLine.Usage);
            return 0;
        }

        var (before, commit) = (ProcessSample.Take(TimeSpan.Zero), Machine.Commit());
        var result = await LiveAsync(line);
        await Task.Delay(TimeSpan.FromSeconds(3)); // Timers of what was closed run out.
        var report = new SoakReport(line, commit, before, result, ProcessSample.Take(result.Elapsed));
        report.Save(line.Output);
        AnsiConsole.MarkupLineInterpolated($"{report.Verdict} The report is in [bold]{line.Output}[/].");
        return report.IsGood ? 0 : 1;
    }

    private static async Task<SoakResult> LiveAsync(SoakCommandLine line)
    {
        var (began, tally, samples) = (Stopwatch.GetTimestamp(), new SoakTally(), new List<ProcessSample>());
        await using var relays = await SoakRelays.StartAsync();
        var clients = Enumerable.Range(0, line.Transports)
            .Select(index => new SoakClient(index, line.Transports, relays.Endpoints, tally)).ToList();
        var crowd = new SoakCrowd(clients);
        using var ending = new CancellationTokenSource();
        var breaking = relays.BreakAsync(ending.Token);
        var living = crowd.LiveAsync(ending.Token);
        while (Stopwatch.GetElapsedTime(began) < WarmUp + line.Duration && !living.IsFaulted)
        {
            await Task.Delay(SampleEvery);
            samples.Add(ProcessSample.Take(Stopwatch.GetElapsedTime(began)));
            AnsiConsole.MarkupLineInterpolated(
                $"{samples[^1].At:mm\\:ss}  {tally.Received:N0} received, {relays.Faults.Values.Sum()} faults, heap {samples[^1].HeapBytes / 1e6:0.0} MB, {samples[^1].Sockets} sockets");
        }

        await ending.CancelAsync();
        await breaking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await living;
        await Task.WhenAll(clients.Select(client => client.CatchUpAsync(TimeSpan.FromSeconds(5))));
        return new(Stopwatch.GetElapsedTime(began), tally, new(relays.Faults), samples, crowd);
    }
}
