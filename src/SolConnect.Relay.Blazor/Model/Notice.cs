namespace SolConnect.Relay.Blazor.Model;

/// <summary>What became of something that somebody asked for.</summary>
/// <param name="Tone">How good or bad it is.</param>
/// <param name="Title">The same in a word or two.</param>
/// <param name="Text">What happened, in full sentences.</param>
internal sealed record Notice(StatusTone Tone, string Title, string Text)
{
    // More than that is for the table.
    private const int MaxFailures = 3;

    public static Notice Done(string text) => new(StatusTone.Good, "Done", text);

    public static Notice NotDone(string why) => new(StatusTone.Bad, "Not done", why);

    /// <summary>What a check of every relay found.</summary>
    public static Notice Of(IReadOnlyList<RelayCheck> checks)
    {
        var failures = checks.Where(check => !check.IsUp).ToList();
        if (failures.Count == 0)
        {
            return new(StatusTone.Good, "Checked", $"{Answered(checks.Count, checks.Count)}{SlowestOf(checks)}.");
        }

        var told = failures.Take(MaxFailures).Select(check =>
            $" {check.Endpoint.Id}: {(check.FailureDetail ?? StatusText.WordsOf(check.FailureReason!.Value)).TrimEnd('.')}.");
        var rest = failures.Count > MaxFailures ? $" And {StatusText.Of(failures.Count - MaxFailures)} more." : "";
        return new(
            failures.Count == checks.Count ? StatusTone.Bad : StatusTone.Warning,
            "Checked",
            $"{Answered(checks.Count - failures.Count, checks.Count)}.{string.Concat(told)}{rest}");
    }

    private static string Answered(int count, int all) =>
        count == 0 ? "No relay answered" : $"{StatusText.Of(count)} of {StatusText.Of(all, "relay")} answered";

    private static string SlowestOf(IReadOnlyList<RelayCheck> checks) =>
        checks.MaxBy(check => check.RoundTrip) is { RoundTrip: { } longest } slowest
            ? $", the slowest was {slowest.Endpoint.Id} with {StatusText.Of(longest)}"
            : "";
}
