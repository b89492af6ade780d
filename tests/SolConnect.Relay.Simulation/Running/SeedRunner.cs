using System.Diagnostics;

namespace SolConnect.Relay.Simulation.Running;

/// <summary>Runs many seeds side by side. Each world has one thread to itself; only the results meet.</summary>
internal sealed class SeedRunner(CommandLine commandLine, ConsoleReport report, Totals totals)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly int _before = totals.Seeds;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _nextProgress = ProgressInterval;
    private int _next = -1;

    /// <summary>Adds to the totals. Returns how long it took.</summary>
    public TimeSpan Run()
    {
        var threads = new Thread[Math.Min(commandLine.Threads, commandLine.Seeds)];
        for (var index = 0; index < threads.Length; index++)
        {
            threads[index] = new(Work);
            threads[index].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        return _watch.Elapsed;
    }

    private void Work()
    {
        for (var index = Interlocked.Increment(ref _next); index < commandLine.Seeds; index = Interlocked.Increment(ref _next))
        {
            var result = SeedRun.Run(unchecked(commandLine.FirstSeed + (ulong)index));
            lock (_lock)
            {
                if (totals.FailedSeeds.Count >= commandLine.MostFailures)
                {
                    return;
                }

                Note(result);
            }
        }
    }

    private void Note(SeedResult result)
    {
        totals.Add(result);
        if (commandLine.Trace)
        {
            report.Trace(result);
        }

        if (result.Violations.Count > 0)
        {
            report.Failure(result);
        }

        if (_watch.Elapsed >= _nextProgress)
        {
            _nextProgress = _watch.Elapsed + ProgressInterval;
            report.Progress(totals.Seeds - _before, commandLine.Seeds, totals.FailedSeeds.Count, _watch.Elapsed);
        }
    }
}
