using SolConnect.Relay.Simulation.FalseAlarms.Measuring;
using SolConnect.Relay.Simulation.Running;

namespace SolConnect.Relay.Simulation.FalseAlarms;

/// <summary>Says in tables what days on links came to; numbers are means of a day where there were several.</summary>
internal sealed class FalseAlarmReport(TextWriter output)
{
    public void Begin(CommandLine commandLine)
    {
        var last = unchecked(commandLine.FirstSeed + (ulong)(commandLine.Days - 1));
        output.WriteLine($"Days on each link: {commandLine.Days}, seeds {commandLine.FirstSeed} to {last}.");
        output.WriteLine();
        output.WriteLine(
            "| Link | Messages a second | False failovers (most in a day) | Allowed | Given up | Suspicions "
            + "| of the primary | Copies | of messages | Budget's lowest | in debt | All silent | Degraded | Offline "
            + "| Receipt p50 | p99 | longest | Fixed 250 ms moves | Fixed 1 s moves |");
        output.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---:|", 18)));
    }

    public void Row(LinkDay day, IReadOnlyList<DayResult> results)
    {
        var receipts = new LatencyTally();
        foreach (var result in results)
        {
            receipts.Add(result.Receipts);
        }

        string[] cells =
        [
            day.Model.Name,
            $"{day.MessagesPerSecond}",
            $"{results.Average(result => result.Failovers):0.##} ({results.Max(result => result.Failovers)})",
            $"{day.Model.FailoversPerDay}",
            $"{results.Average(result => result.GivenUp):0.##}",
            $"{results.Average(result => result.Suspicions):0}",
            $"{results.Average(result => result.PrimarySuspicions):0}",
            $"{results.Average(result => result.Copies):0}",
            $"{100.0 * results.Sum(result => result.Copies) / results.Sum(result => result.Messages):0.00} %",
            $"{results.Min(result => result.BudgetLowest):0}",
            $"{100.0 * results.Sum(result => result.MessagesInDebt) / results.Sum(result => result.Messages):0.00} %",
            $"{results.Average(result => result.CommonSilences):0}",
            $"{results.Average(result => result.Degraded.TotalSeconds):0} s",
            $"{results.Average(result => result.Offline.TotalSeconds):0} s",
            Milliseconds(receipts.Quantile(0.5)),
            Milliseconds(receipts.Quantile(0.99)),
            Milliseconds(receipts.Longest),
            $"{results.Average(result => result.FixedMoves[0]):0}",
            $"{results.Average(result => result.FixedMoves[1]):0}",
        ];
        output.WriteLine($"| {string.Join(" | ", cells)} |");
    }

    public void End(IReadOnlyList<LinkDay> days, IReadOnlyList<DayResult> results)
    {
        output.WriteLine();
        var isAnyBroken = false;
        for (var index = 0; index < days.Count; index++)
        {
            var (day, result) = (days[index], results[index]);
            var name = $"{day.Model.Name}, {day.MessagesPerSecond} a second, seed {day.Seed}";
            foreach (var broken in LinkLimits.Broken(day, result))
            {
                isAnyBroken = true;
                output.WriteLine($"{name}: {broken}.");
            }

            if (result.OtherEnds > 0)
            {
                output.WriteLine($"{name}: {result.OtherEnds} connections were replaced while the link was out.");
            }
        }

        if (!isAnyBroken)
        {
            output.WriteLine("Every day kept to its limits.");
        }
    }

    private static string Milliseconds(TimeSpan time) =>
        time.TotalMilliseconds < 10 ? $"{time.TotalMilliseconds:0.0} ms" : $"{time.TotalMilliseconds:0} ms";
}
