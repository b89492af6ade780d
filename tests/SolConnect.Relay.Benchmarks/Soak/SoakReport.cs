using System.Text;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>What came of a soak, for people and for the exit code.</summary>
internal sealed class SoakReport(
    SoakCommandLine line, string commit, ProcessSample before, SoakResult result, ProcessSample after)
{
    // Of the second half against the first, after the warm-up: growth that goes on would show.
    private const double MostGrowth = 1.10;

    public bool IsGood => Faults.Count == 0;

    public string Verdict => IsGood ? "Nothing was lost, and nothing was left over." : string.Join(' ', Faults);

    private List<string> Faults
    {
        get
        {
            var (tally, faults) = (result.Tally, new List<string>());
            void Expect(bool holds, string otherwise)
            {
                if (!holds)
                {
                    faults.Add(otherwise);
                }
            }

            Expect(tally.Received > 0, "Nothing came.");
            Expect(tally.Missing == 0, $"{tally.Missing:N0} messages with a receipt did not come.");
            Expect(tally.Duplicated + tally.OutOfOrder == 0, "Messages came twice or out of order.");
            Expect(tally.Failed == 0, $"{tally.Failed:N0} sends ended without a receipt.");
            Expect(Growth <= MostGrowth, $"The heap grew by {Growth - 1:P0}.");
            Expect(result.Crowd.Kept == 0, $"{result.Crowd.Kept:N0} closed transports are still referred to.");
            Expect(after.Sockets <= before.Sockets, $"{after.Sockets - before.Sockets} sockets are still open.");
            Expect(after.Timers <= before.Timers + 2, $"{after.Timers - before.Timers} timers still run.");
            return faults;
        }
    }

    private double Growth
    {
        get
        {
            var settled = result.Samples.Where(sample => sample.At > SoakVerb.WarmUp).Select(sample => (double)sample.HeapBytes).ToList();
            var half = settled.Count / 2;
            return half == 0 ? 1 : settled.Skip(half).Average() / settled.Take(half).Average();
        }
    }

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, ToString());
    }

    public override string ToString()
    {
        var (tally, text) = (result.Tally, new StringBuilder());
        void Line(string what) => text.AppendLine(what);

        Line("# Soak");
        Line("");
        Line($"{line.Transports} transports in one process, each with three connections, on four relay processes;");
        Line("each publishes 10 messages a second to a topic of its own and reads another one's. Every four seconds a relay fails");
        Line("and returns, and every transport is closed after 30 to 270 s and replaced by one that goes on from its checkpoint.");
        Line("");
        Line($"**{Verdict}**");
        Line("");
        Line($"- machine: {Machine.Describe()}");
        Line($"- date: {DateTime.UtcNow:yyyy-MM-dd}, commit {commit}");
        Line($"- repeat: `dotnet run --project tests/SolConnect.Relay.Benchmarks -c Release -- soak --minutes {line.Duration.TotalMinutes:0} --transports {line.Transports}`");
        Line("");
        Line("| | |");
        Line("|---|---|");
        Line($"| receipts | {tally.Sent:N0} |");
        Line($"| sends without one | {tally.Failed:N0} |");
        Line($"| received | {tally.Received:N0} |");
        Line($"| missing, twice, out of order | {tally.Missing:N0}, {tally.Duplicated:N0}, {tally.OutOfOrder:N0} |");
        Line($"| gaps reported | {tally.Gaps:N0} |");
        Line($"| transports closed | {result.Crowd.Ended:N0}, of which something still refers to {result.Crowd.Kept:N0} |");
        foreach (var (fault, count) in result.Faults)
        {
            Line($"| relays {fault} | {count:N0} |");
        }

        Line($"| heap, second half over first half after the warm-up | {Growth:0.00} |");
        Line("");
        Line("What the process holds, garbage apart:");
        Line("");
        Line("| at | heap, MB | resident, MB | sockets | files | threads | timers |");
        Line("|---|---|---|---|---|---|---|");
        Line($"| before | {Cells(before)} |");
        foreach (var sample in result.Samples)
        {
            Line($"| {sample.At:mm\\:ss} | {Cells(sample)} |");
        }

        Line($"| after | {Cells(after)} |");
        foreach (var failure in tally.Failures.Take(5))
        {
            Line("");
            Line(failure);
        }

        return text.ToString();
    }

    private static string Cells(ProcessSample sample) =>
        $"{sample.HeapBytes / 1e6:0.0} | {sample.ResidentBytes / 1e6:0} | {sample.Sockets} | {sample.Files} | {sample.Threads} | {sample.Timers}";
}
