namespace SolConnect.Relay.Simulation.Running;

/// <summary>
/// Very many seeds in chunks, whose sums are kept in a file after each, so that a run goes on where the last one ended.
/// </summary>
internal sealed class TallyRun(CommandLine commandLine, ConsoleReport report, string path)
{
    private const int Chunk = 10_000;

    public Totals Run()
    {
        var kept = Tally.Read(path);
        var first = kept.Seeds > 0 ? kept.FirstSeed : commandLine.FirstSeed;
        var totals = Totals.From(kept);
        while (totals.Seeds < commandLine.Seeds && totals.FailedSeeds.Count < commandLine.MostFailures)
        {
            var chunk = commandLine with
            {
                FirstSeed = unchecked(first + (ulong)totals.Seeds),
                Seeds = Math.Min(Chunk, commandLine.Seeds - totals.Seeds),
            };
            var elapsed = totals.Elapsed;
            totals.Elapsed = elapsed + new SeedRunner(chunk, report, totals).Run();
            Tally.Of(totals, first).Write(path);
        }

        return totals;
    }
}
