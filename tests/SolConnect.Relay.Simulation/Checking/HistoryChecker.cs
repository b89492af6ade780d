using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// Judges a history by the promises alone. It knows what went in, what came out and what crossed the wire, and nothing
/// about how clients and relays work.
/// </summary>
internal static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(HistoryTerms terms, IReadOnlyList<HistoryEvent> history)
    {
        IHistoryRule[] rules =
        [
            new OutcomeRule(), new HonestyRule(), new DeliveryRule(), new GapRule(), new CompletenessRule(), new EndRule(),
            new BoundRule(), new PromptRule(), new ConvergenceRule(),
        ];
        var known = new Replay(terms);
        var verdict = new Verdict();
        for (var index = 0; index < history.Count; index++)
        {
            var line = history[index];
            foreach (var rule in rules)
            {
                rule.See(line, known, verdict);
            }

            known.Apply(line);
        }

        foreach (var rule in rules)
        {
            rule.Conclude(known, verdict);
        }

        return verdict.Violations;
    }
}
