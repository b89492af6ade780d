using System.Globalization;
using System.Text;
using SolConnect.Relay.Benchmarks.Failover.Clients;
using SolConnect.Relay.Benchmarks.Failover.Measuring;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Failover.Report;

/// <summary>
/// Writes what was measured as a page of Markdown. What people wrote about the figures, in the last section, is kept
/// when the page is written anew.
/// </summary>
internal sealed class FailoverReport(IReadOnlyList<ScenarioResult> results, int faults, string commit, TimeSpan took)
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

        _text.Append(Terms.Section).Append(meaning);
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

            A message of 128 bytes every millisecond, default options, three relays in processes of their own, {faults}
            faults of each kind, each on the relay that is in charge at that moment. The sender waits for nothing (open
            loop). All times are in milliseconds: min / median / p99 / max over the faults of a kind. With fewer than a
            hundred faults, p99 is the maximum.

            | | |
            |---|---|
            | Machine | {Machine.Describe()} |
            | Date | {date} |
            | Commit | {commit} |
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

            {client.Description}{Undisturbed(own)}

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

        _text.Append("\n| Fault | longest pause | sent | lost silently | lost, told | twice | out of order | resent |")
            .Append("\n|---|---|---|---|---|---|---|---|\n");
        foreach (var result in own)
        {
            var resent = Spread.Of(result.Trials.Select(trial => (double)trial.Resent));
            _text.Append(CultureInfo.InvariantCulture,
                $"| {result.Fault.Name} | {Times(result, trial => trial.LongestPause)} | {result.Sent} ")
                .Append(CultureInfo.InvariantCulture, $"| {result.SilentlyLost} | {result.ToldLost} ")
                .Append(CultureInfo.InvariantCulture, $"| {result.Duplicates} | {result.OutOfOrder} | {resent} |\n");
        }

        WriteRemarks(own);
        _text.Append('\n');
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
        var isFirst = true;
        foreach (var remark in remarks)
        {
            _text.Append(isFirst ? "\n- " : "- ").Append(remark).Append('\n');
            isFirst = false;
        }
    }

    private static string Undisturbed(ScenarioResult[] own) =>
        own.FirstOrDefault(result => !result.Fault.IsNoticed) is { } calm
            ? $" Without a fault, messages waited {calm.Waits} for their receipts."
            : "";

    private static string Count(int messages) => messages == 1 ? "1 message" : $"{messages} messages";

    private static Spread Times(ScenarioResult result, Func<Trial, TimeSpan> time) =>
        Spread.OfMilliseconds(result.Trials.Select(time));
}
