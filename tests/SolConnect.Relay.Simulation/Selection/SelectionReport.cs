using System.Globalization;

namespace SolConnect.Relay.Simulation.Selection;

/// <summary>Says in tables what the day came to, and which targets were met.</summary>
internal sealed class SelectionReport(TextWriter output, SelectionWorld world)
{
    /// <returns>Whether every target was met.</returns>
    public bool Write(IReadOnlyList<SelectionResult> results)
    {
        Table(
            "Strategy | Mean | p99 | Regret, 1–10 h | Mean, 10–24 h | Regret, 10–24 h | Mean near the slow relay | Regret there "
            + "| Failovers | Planned moves | Smallest share | Largest share",
            results.Select(Row));
        output.WriteLine();
        Table(
            "Relay | Region | " + string.Join(" | ", results.Select(result => result.Strategy)),
            Enumerable.Range(0, SelectionWorld.Relays).Select(relay => Shares(relay, results)));
        output.WriteLine();
        return Judge(results);
    }

    private static string[] Row(SelectionResult result)
    {
        var shares = Enumerable.Range(0, SelectionWorld.Relays).Select(result.Share).ToList();
        return
        [
            result.Strategy, Time(result.Day.Mean), Time(result.Late.TotalMilliseconds), Part(result.Steady.Regret),
            Time(result.Degraded.Mean), Part(result.Degraded.Regret), Time(result.Nearby.Mean), Part(result.Nearby.Regret),
            $"{result.Failovers}", $"{result.Switchovers}", Part(shares.Min(), "0.00"), Part(shares.Max(), "0.00"),
        ];
    }

    private string[] Shares(int relay, IReadOnlyList<SelectionResult> results)
    {
        var model = world.All[relay];
        var traits = (model.Degrades ? ", grows slow" : "") + (model.IsFlaky ? ", fails often" : "");
        return
        [
            model.Endpoint.Id + traits, model.Endpoint.Region, .. results.Select(result => Part(result.Share(relay), "0.00")),
        ];
    }

    private bool Judge(IReadOnlyList<SelectionResult> results)
    {
        SelectionResult Of(string name) => results.Single(result => result.Strategy == name);
        var (geographic, fastest, adaptive, inTurn) =
            (Of("geographic"), Of("least-latency"), Of("adaptive"), Of("round-robin"));
        var others = results.Where(result => result != adaptive).ToList();
        var unevenness = Enumerable.Range(0, SelectionWorld.Relays)
            .Max(relay => Math.Abs(inTurn.Share(relay) - (1.0 / SelectionWorld.Relays)));
        (string What, string Measured, bool IsMet)[] targets =
        [
            ("geographic within 10 % of the best relay in hindsight, 1–10 h", Part(geographic.Steady.Regret),
                geographic.Steady.Regret <= 0.10),
            ("least-latency within 10 %, 1–10 h", Part(fastest.Steady.Regret), fastest.Steady.Regret <= 0.10),
            ("adaptive within 5 % once it has learned, 1–10 h", Part(adaptive.Steady.Regret), adaptive.Steady.Regret <= 0.05),
            ("adaptive has the best mean once a relay degrades, all clients",
                $"{Time(adaptive.Degraded.Mean)}, next {Time(others.Min(other => other.Degraded.Mean))}",
                others.TrueForAll(other => adaptive.Degraded.Mean < other.Degraded.Mean)),
            ("the same, clients near that relay", $"{Time(adaptive.Nearby.Mean)}, next {Time(others.Min(other => other.Nearby.Mean))}",
                others.TrueForAll(other => adaptive.Nearby.Mean < other.Nearby.Mean)),
            ("round-robin even: every share of the day within one percentage point of a twentieth", Part(unevenness, "0.00"),
                unevenness <= 0.01),
        ];
        Table("Target | Measured | Met", targets.Select(target => new[] { target.What, target.Measured, target.IsMet ? "yes" : "no" }));
        return Array.TrueForAll(targets, target => target.IsMet);
    }

    private void Table(string head, IEnumerable<string[]> rows)
    {
        output.WriteLine($"| {head} |");
        output.WriteLine("|---|" + string.Concat(Enumerable.Repeat("---|", head.Split('|').Length - 1)));
        foreach (var row in rows)
            output.WriteLine($"| {string.Join(" | ", row)} |");
    }

    private static string Time(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.00} ms");

    private static string Part(double fraction, string format = "0.0") =>
        (100 * fraction).ToString(format, CultureInfo.InvariantCulture) + " %";
}
