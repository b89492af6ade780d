using SolConnect.Relay.Benchmarks.Failover.Measuring;

namespace SolConnect.Relay.Benchmarks.Failover.Report;

/// <summary>Something that the report has to show, checked against what was measured.</summary>
/// <param name="Text">What is promised.</param>
/// <param name="Unit">Behind the measured value.</param>
/// <param name="Limit">The most that it may be.</param>
/// <param name="Measured">The value of one scenario; <c>null</c>: the target does not speak of it.</param>
internal sealed record Target(string Text, string Unit, double Limit, Func<ScenarioResult, double?> Measured)
{
    private static readonly HashSet<string> Announced = ["kill", "reset", "close"];
    private static readonly HashSet<string> Silent = ["stop", "blackhole-out", "blackhole-in", "blackhole-both"];

    public static IReadOnlyList<Target> All { get; } =
    [
        new("`FailoverTime` at most 500 ms at the maximum, every kind", "ms", 500,
            result => IsFault(result) ? FailoverTime(result).Max : null),
        new("kill, reset, close: `FailoverTime` at most 5 ms at the median", "ms", 5,
            result => IsAmong(result, Announced) ? FailoverTime(result).Median : null),
        new("stop, blackholes: `FailoverTime` at most 150 ms at the median", "ms", 150,
            result => IsAmong(result, Silent) ? FailoverTime(result).Median : null),
        new("automatic acks: the subscriber's longest pause at most 20 ms at the median", "ms", 20,
            result => IsFault(result) && result.Client.LosesNothing
                ? Spread.OfMilliseconds(result.Trials.Select(trial => trial.LongestPause)).Median
                : null),
        new("nothing twice", "messages", 0, result => result.Client.IsLibrary ? result.Duplicates : null),
        new("nothing out of order", "messages", 0, result => result.Client.IsLibrary ? result.OutOfOrder : null),
        new("automatic acks: nothing lost", "messages", 0,
            result => result.Client.LosesNothing ? result.SilentlyLost + result.ToldLost + result.Failures : null),
        new("`RequiredAcks = 1`: nothing lost silently", "messages", 0,
            result => result.Client is { IsLibrary: true, LosesNothing: false }
                ? result.SilentlyLost + result.Failures
                : null),
        new("every fault was measured", "missed", 0, result => result.Unmeasured.Count),
    ];

    /// <summary>A row of the table of targets: the worst scenario decides.</summary>
    public string Row(IEnumerable<ScenarioResult> results)
    {
        var values = results.Select(result => (result, value: Measured(result))).Where(one => one.value is not null);
        var (worst, value) = values.OrderByDescending(one => one.value).FirstOrDefault();
        if (worst is null)
        {
            return $"| {Text} | not measured | |";
        }

        var where = value > 0 ? $" ({worst.Fault.Name}{(worst.Client.LosesNothing ? "" : ", " + Short(worst))})" : "";
        return $"| {Text} | {Spread.Text(value!.Value)} {Unit}{where} | {(value <= Limit ? "met" : "**missed**")} |";
    }

    private static string Short(ScenarioResult result) => result.Client.IsLibrary ? "one ack" : "by hand";

    private static bool IsFault(ScenarioResult result) => result.Client.IsLibrary && result.Fault.IsNoticed;

    private static bool IsAmong(ScenarioResult result, HashSet<string> names) =>
        result.Client.IsLibrary && names.Contains(result.Fault.Name);

    private static Spread FailoverTime(ScenarioResult result) =>
        Spread.OfMilliseconds(result.Trials.Select(trial => trial.FailoverTime));
}
