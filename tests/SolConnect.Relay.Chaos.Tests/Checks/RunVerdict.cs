using System.Text;
using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.Simulation.Checking;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Chaos.Tests.Checks;

/// <summary>Judges a run by the checker of the simulation.</summary>
internal static class RunVerdict
{
    public static void AssertKept(RunHistory history, ChaosOptions options, int relays)
    {
        var defaults = new RelayOptions();
        var client = new ClientTerms
        {
            RequiredAcks = options.RequiredAcks,
            MessageTimeout = defaults.MessageTimeout,
            HoldTime = defaults.HoldTime,
            HoldCapacity = defaults.HoldCapacity,
        };
        var violations = HistoryChecker.Check(
            new()
            {
                Topics = 1,
                Relays = relays,
                RelaysInSet = relays,
                Retention = int.MaxValue,
                Lateness = Patience.Limit,
                Clients = [client, client],
                SeesRelays = false,
            },
            history.Events);
        if (violations.Count > 0)
        {
            Assert.Fail(Text(violations, history));
        }

        // The checker knows no logs here, so it cannot tell a true gap from a false one; the test does.
        if (!options.MayLose)
        {
            Assert.Equal(0, history.Gaps);
        }
    }

    private static string Text(IReadOnlyList<Violation> violations, RunHistory history)
    {
        var text = new StringBuilder();
        foreach (var violation in violations)
        {
            text.AppendLine(violation.ToString());
        }

        text.AppendLine("What belongs to the first:");
        foreach (var line in HistoryExcerpt.For(violations[0], history.Events))
        {
            text.AppendLine(HistoryText.Of(line));
        }

        return text.ToString();
    }
}
