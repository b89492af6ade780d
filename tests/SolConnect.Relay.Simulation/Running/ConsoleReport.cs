using SolConnect.Relay.Simulation.Checking;
using SolConnect.Relay.Simulation.Faults;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Running;

/// <summary>Says on a console what the seeds came to.</summary>
internal sealed class ConsoleReport(TextWriter output)
{
    private const string Program = "dotnet run --project tests/SolConnect.Relay.Simulation -c Release --";

    public void Begin(CommandLine commandLine) => Line(
        $"{commandLine.Seeds:N0} seeds from {commandLine.FirstSeed}, "
        + $"{commandLine.Threads} at a time.");

    public void Progress(int done, int seeds, int failed, TimeSpan elapsed) =>
        Line($"{done:N0} of {seeds:N0} seeds, {done / elapsed.TotalSeconds:N0} a second, {failed} failed");

    public void Trace(SeedResult result)
    {
        foreach (var line in result.History)
        {
            output.WriteLine(HistoryText.Of(line));
        }
    }

    public void Failure(SeedResult result)
    {
        Line("");
        Line($"Seed {result.Seed} broke {result.Violations.Count} promises.");
        foreach (var violation in result.Violations.Take(3))
        {
            Line($"  {violation}");
        }

        Line("What led to the first:");
        foreach (var line in HistoryExcerpt.For(result.Violations[0], result.History))
        {
            Line($"  {HistoryText.Of(line)}");
        }

        Line($"Repeat it:  {Program} --seed {result.Seed}");
        Line($"All of it:  {Program} --seed {result.Seed} --trace");
        Line("");
    }

    public void Summary(Totals totals)
    {
        var elapsed = totals.Elapsed;
        Line("");
        Line($"{totals.Seeds:N0} seeds in {elapsed.TotalSeconds:N1} s, {totals.Seeds / elapsed.TotalSeconds:N0} seeds a second, "
            + $"{totals.Events / Math.Max(1, totals.Seeds):N0} events a seed");
        Line($"{totals.Messages:N0} messages, {totals.Deliveries:N0} deliveries, {totals.Gaps:N0} gaps reported, "
            + $"{totals.DuplicatesDropped:N0} duplicates dropped, {totals.Resumes:N0} subscriptions resumed");
        Line($"{totals.Faults.Sum():N0} faults injected:");
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            Line($"  {kind,-18}{totals.Faults[(int)kind],12:N0}");
        }

        Line($"{totals.FaultPairs.Count:N0} of {FaultPairs.Possible:N0} pairs of faults were active together.");
        Line(Verdict(totals));
    }

    private static string Verdict(Totals totals) => totals.FailedSeeds.Count == 0
        ? "No promise was broken."
        : "Promises were broken by the seeds " + string.Join(", ", totals.FailedSeeds) + ".";

    // The project is built with the invariant culture, so numbers look the same everywhere.
    private void Line(string text) => output.WriteLine(text);
}
