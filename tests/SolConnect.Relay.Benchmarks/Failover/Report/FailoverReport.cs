using SolConnect.Relay.Benchmarks.Failover.Clients;
using SolConnect.Relay.Benchmarks.Failover.Measuring;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Failover.Report;

/// <summary>Writes what was measured as a page of Markdown.</summary>
internal sealed class FailoverReport(IReadOnlyList<ScenarioResult> results, int faults, string commit, TimeSpan took)
{
    private readonly ReportPage _page = new("Failover, measured", "failover", commit);

    public void Save(string path)
    {
        _page.Paragraph($"""
            A message of 128 bytes every millisecond, default options, three relays in processes of their own, {faults}
            faults of each kind, each on the relay that is in charge at that moment. The sender waits for nothing (open
            loop). All times are in milliseconds: min / median / p99 / max over the faults of a kind. With fewer than a
            hundred faults, p99 is the maximum.
            """);
        WriteTargets();
        foreach (var client in ClientKind.All)
        {
            WriteClient(client, [.. results.Where(result => result.Client == client)]);
        }

        _page.Add(Terms.Section).Save(path, took);
    }

    private void WriteTargets()
    {
        _page.Heading("Targets");
        _page.Add("| Target | Worst | |\n|---|---|---|\n");
        foreach (var target in Target.All)
        {
            _page.Add($"{target.Row(results)}\n");
        }

        _page.Add("\n");
    }

    private void WriteClient(ClientKind client, ScenarioResult[] own)
    {
        _page.Heading(client.Title);
        _page.Paragraph($"{client.Description}{Undisturbed(own)}");
        _page.Table(
            ["Fault", "`FailoverTime`", "share elsewhere", "longest wait for a receipt"],
            own.Where(result => result.Fault.IsNoticed).Select(result => (IReadOnlyList<string>)
            [
                result.Fault.Name, Times(result, trial => trial.FailoverTime), Times(result, trial => trial.ShareElsewhere),
                Times(result, trial => trial.LongestWait),
            ]));
        _page.Table(
            ["Fault", "longest pause", "sent", "lost silently", "lost, told", "twice", "out of order", "resent"],
            own.Select(result => (IReadOnlyList<string>)
            [
                result.Fault.Name, Times(result, trial => trial.LongestPause), $"{result.Sent}", $"{result.SilentlyLost}",
                $"{result.ToldLost}", $"{result.Duplicates}", $"{result.OutOfOrder}",
                $"{Spread.Of(result.Trials.Select(trial => (double)trial.Resent))}",
            ]));
        WriteRemarks(own);
    }

    private void WriteRemarks(ScenarioResult[] own)
    {
        var remarks = own.SelectMany(result => result.ToldLosses.Select(loss =>
                $"{result.Fault.Name}, fault {loss.Trial}: {Count(loss.Count)} with a receipt lost in the gap "
                + $"{loss.Gap.First + 1} to {loss.Gap.Last + 1} ({loss.Gap.Reason})"))
            .Concat(own.SelectMany(result =>
                result.Unmeasured.Select(what => $"{result.Fault.Name}, not measured: {what}")))
            .Concat(own.Where(result => result.Failures > 0).Select(result =>
                $"{result.Fault.Name}: {result.Failures} sends failed, the last with: {result.LastFailure}"));
        var list = string.Concat(remarks.Select(remark => $"- {remark}\n"));
        if (list.Length > 0)
        {
            _page.Add(list).Add("\n");
        }
    }

    private static string Undisturbed(ScenarioResult[] own) =>
        own.FirstOrDefault(result => !result.Fault.IsNoticed) is { } calm
            ? $" Without a fault, messages waited {calm.Waits} for their receipts."
            : "";

    private static string Count(int messages) => messages == 1 ? "1 message" : $"{messages} messages";

    private static string Times(ScenarioResult result, Func<Trial, TimeSpan> time) =>
        $"{Spread.OfMilliseconds(result.Trials.Select(time))}";
}
