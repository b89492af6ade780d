using System.Globalization;
using System.Text;
using SolConnect.Relay.Benchmarks.Failover.Clients;
using SolConnect.Relay.Benchmarks.Failover.Faults;
using SolConnect.Relay.Benchmarks.Failover.Measuring;
using SolConnect.Relay.Benchmarks.Proxies;

namespace SolConnect.Relay.Benchmarks.Failover.Report;

/// <summary>
/// Writes what was measured as a page of Markdown. What people wrote about the figures, in the last section, is kept
/// when the page is written anew.
/// </summary>
internal sealed class FailoverReport(IReadOnlyList<ScenarioResult> results, int faults, TimeSpan took)
{
    private const string Meaning = "## What the figures mean";

    private readonly StringBuilder _text = new();

    public void Save(string path)
    {
        var meaning = File.Exists(path) ? KeptFrom(File.ReadAllText(path)) : $"{Meaning}\n\nNobody has said yet.\n";
        WriteHead();
        WriteTargets();
        foreach (var client in ClientKind.All)
        {
            WriteClient(client, [.. results.Where(result => result.Client == client)]);
        }

        WriteTerms();
        _text.Append(meaning);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, _text.ToString());
    }

    private static string KeptFrom(string page)
    {
        var start = page.IndexOf(Meaning, StringComparison.Ordinal);
        return start < 0 ? $"{Meaning}\n\nNobody has said yet.\n" : page[start..];
    }

    private void WriteHead()
    {
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        _text.Append(CultureInfo.InvariantCulture, $"""
            # Failover, measured

            A message of 128 bytes every millisecond, default options, three relays in processes of their own, {faults} faults of
            each kind, each on the relay that is in charge at that moment. The sender waits for nothing (open loop). All times are
            in milliseconds: min / median / p99 / max over the faults of a kind. With {faults} faults, p99 is the maximum.

            | | |
            |---|---|
            | Machine | {Machine.Describe()} |
            | Date | {date} |
            | Commit | {Machine.Commit()} |
            | Took | {took.TotalMinutes:0} min |
            | Again | `dotnet run -c Release --project tests/SolConnect.Relay.Benchmarks -- failover` |


            """);
    }

    private void WriteTargets()
    {
        _text.Append("## Targets\n\n| Target | Worst | |\n|---|---|---|\n");
        foreach (var target in Target.All)
        {
            _text.Append(target.Row(results)).Append('\n');
        }

        _text.Append('\n');
    }

    private void WriteClient(ClientKind client, ScenarioResult[] own)
    {
        _text.Append(CultureInfo.InvariantCulture, $"""
            ## {client.Title}

            {client.Description}

            | Fault | `FailoverTime` | share elsewhere | longest wait for a receipt |
            |---|---|---|---|

            """);
        foreach (var result in own.Where(result => result.Fault.IsNoticed))
        {
            _text.Append(CultureInfo.InvariantCulture,
                $"| {result.Fault.Name} | {Times(result, trial => trial.FailoverTime)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Times(result, trial => trial.ShareElsewhere)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Times(result, trial => trial.LongestWait)} |\n");
        }

        _text.Append("\n| Fault | longest pause | sent | lost silently | lost, told | twice | out of order | resent |\n")
            .Append("|---|---|---|---|---|---|---|---|\n");
        foreach (var result in own)
        {
            var resent = Spread.Of(result.Trials.Select(trial => (double)trial.Resent));
            _text.Append(CultureInfo.InvariantCulture,
                $"| {result.Fault.Name} | {Times(result, trial => trial.LongestPause)} | {result.Sent} ")
                .Append(CultureInfo.InvariantCulture,
                    $"| {result.SilentlyLost} | {result.ToldLost} | {result.Duplicates} | {result.OutOfOrder} | {resent} |\n");
        }

        WriteRemarks(own);
        _text.Append('\n');
    }

    private void WriteRemarks(ScenarioResult[] own)
    {
        var remarks = own.SelectMany(result => result.ToldLosses.Select(loss =>
                $"{result.Fault.Name}, fault {loss.Trial}: {Count(loss.Count)} with a receipt lost in the gap "
                + $"{loss.Gap.First + 1} to {loss.Gap.Last + 1} ({loss.Gap.Reason})"))
            .Concat(own.SelectMany(result => result.Unmeasured.Select(what => $"{result.Fault.Name}, not measured: {what}")))
            .Concat(own.Where(result => result.Failures > 0).Select(result =>
                $"{result.Fault.Name}: {result.Failures} sends failed, the last with: {result.LastFailure}"));
        var isFirst = true;
        foreach (var remark in remarks)
        {
            _text.Append(isFirst ? "\n- " : "- ").Append(remark).Append('\n');
            isFirst = false;
        }
    }

    private void WriteTerms()
    {
        _text.Append("## What was done and measured\n\n| Fault | What |\n|---|---|\n");
        foreach (var fault in FaultKinds.All)
        {
            _text.Append(CultureInfo.InvariantCulture, $"| {fault.Name} | {fault.What} |\n");
        }

        _text.Append(CultureInfo.InvariantCulture, $"""

            - **`FailoverTime`**: from the onset to the first receipt without the failed relay, as the library reports it in
              `FailoverCompleted`. Onset: the hard evidence, else the sending of the oldest message that the relay left unanswered.
              For the loop written by hand: from the fault itself to the first ack of another relay.
            - **Share elsewhere**: from the fault itself until everything had its receipt that was sent before the client noticed.
            - **Longest wait**, **longest pause**: for a receipt, and between two new messages at the subscriber, from the fault until
              all connections were well again; coming back is part of it.
            - **Lost**: messages with a receipt that never arrived; told where the subscriber was told of a gap that covers them.
            - A fault hits all connections of the relay, the publisher's and the subscriber's. kill and stop are done to the process, with
              nothing in between; the others by proxies in a process of their own
              (`tests/SolConnect.Relay.TestKit/Faults`). It is healed once the failover is complete, and the next one waits until
              everything has been well for 200 ms.
            - The loop written by hand speaks to the same relays and proxies in the relays' own protocol, so they do the same work for
              it. It connects within {HandWritten.HandWrittenLoop.Patient.TotalMilliseconds:0} ms or goes on to the next URL, and
              subscribes to what comes from then on.
            - slow means {ProxyVerb.SlowBy.TotalMilliseconds:0} ms.


            """);
    }

    private static string Count(int messages) => messages == 1 ? "1 message" : $"{messages} messages";

    private static Spread Times(ScenarioResult result, Func<Trial, TimeSpan> time) =>
        Spread.OfMilliseconds(result.Trials.Select(time));
}
