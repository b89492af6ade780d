using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Faults;

namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>Draws a scenario. Each seed gets its own mix, so that rare combinations come up without being thought of.</summary>
internal static class ScenarioDraw
{
    private static readonly int[] RelayCounts = [1, 2, 2, 3, 3, 3, 3, 3, 4, 4];

    public static Scenario From(SimRandom random)
    {
        var relays = random.Pick(RelayCounts);
        var standbys = Math.Min(random.Chance(0.7) ? 2 : random.Between(0, 2), relays - 1);
        var topics = random.Between(1, 3);
        var trouble = random.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(16));
        var slowest = random.Scaled(TimeSpan.FromMilliseconds(0.3), TimeSpan.FromMilliseconds(60));
        var scenario = new Scenario
        {
            Relays = relays,
            Standbys = standbys,
            Topics = topics,
            Retention = random.Chance(0.2) ? random.Between(4, 40) : 100_000,
            Trouble = trouble,
            Faults = random.Between(6, 30),
            FaultWeights = Weights(random),
            LosesOneLogAtATime = random.Chance(0.6),
            LatencyFrom = slowest / random.Between(1, 20),
            LatencyTo = slowest,
            TimerLateness = random.Chance(0.5) ? TimeSpan.Zero : TimeSpan.FromMilliseconds(random.Between(1, 16)),
            LoopDelay = random.Scaled(TimeSpan.FromMicroseconds(5), TimeSpan.FromMilliseconds(8)),
            StaleChance = random.Chance(0.3) ? 0.2 : 0,
            DialTimeout = random.Between(TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(3)),
            Clients = RestartDraw.With(
                ClientDraw.All(random, topics, Math.Min(relays, 1 + standbys), trouble), random, trouble),
        };
        scenario = scenario with { Refusals = RefusalDraw.From(random, scenario) };
        return ListDraw.With(scenario, random);
    }

    private static int[] Weights(SimRandom random)
    {
        var weights = new int[Enum.GetValues<FaultKind>().Length];

        // What comes after it has a draw of its own, which must not shift this one.
        for (var kind = 0; kind <= (int)FaultKind.ClientStops; kind++)
        {
            weights[kind] = random.Chance(0.4) ? 0 : random.Between(1, 6);
        }

        // These end much at once, so they come less often than what they would drown.
        weights[(int)FaultKind.AllRelaysDown] = (weights[(int)FaultKind.AllRelaysDown] + 2) / 3;
        weights[(int)FaultKind.ClientStops] = random.Chance(0.1) ? 1 : 0;
        weights[(int)FaultKind.Reset]++;
        return weights;
    }
}
