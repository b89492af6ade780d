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
        var tally = result.Tally;
        var page = new ReportPage("Soak", $"soak --minutes {line.Duration.TotalMinutes:0} --transports {line.Transports}", commit);
        page.Paragraph($"""
            {line.Transports} transports in one process, each with three connections, on four relay processes;
            each publishes 10 messages a second to a topic of its own and reads another one's. Every four seconds a relay fails
            and returns, and every transport is closed after 30 to 270 s and replaced by one that goes on from its checkpoint.
            """);
        page.Paragraph($"**{Verdict}**");
        page.Table(
            ["", ""],
            [
                ["receipts", $"{tally.Sent:N0}"],
                ["sends without one", $"{tally.Failed:N0}"],
                ["received", $"{tally.Received:N0}"],
                ["missing, twice, out of order", $"{tally.Missing:N0}, {tally.Duplicated:N0}, {tally.OutOfOrder:N0}"],
                ["gaps reported", $"{tally.Gaps:N0}"],
                ["transports closed", $"{result.Crowd.Ended:N0}, of which something still refers to {result.Crowd.Kept:N0}"],
                .. result.Faults.Select(fault => (string[])[$"relays {fault.Key}", $"{fault.Value:N0}"]),
                ["heap, second half over first half after the warm-up", $"{Growth:0.00}"],
            ]);
        page.Paragraph("What the process holds, garbage apart:");
        page.Table(
            ["at", "heap, MB", "resident, MB", "sockets", "files", "threads", "timers"],
            [
                Row("before", before),
                .. result.Samples.Select(sample => Row($"{sample.At:mm\\:ss}", sample)),
                Row("after", after),
            ]);
        foreach (var failure in tally.Failures.Take(5))
        {
            page.Paragraph(failure);
        }

        page.Save(path, result.Elapsed);
    }

    private static string[] Row(string at, ProcessSample sample) =>
    [
        at, $"{sample.HeapBytes / 1e6:0.0}", $"{sample.ResidentBytes / 1e6:0}", $"{sample.Sockets}", $"{sample.Files}",
        $"{sample.Threads}", $"{sample.Timers}",
    ];
}
