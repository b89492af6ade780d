using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Faults;

namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>Draws which relays refuse whom. Each refusal has its own place and time: two to one client mean another thing than one.</summary>
internal static class RefusalDraw
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    public static IReadOnlyList<RefusalPlan> From(SimRandom random, Scenario scenario)
    {
        var refusals = new List<RefusalPlan>();
        if (random.Chance(0.6))
        {
            return refusals;
        }

        for (var client = 0; client < scenario.Clients.Count; client++)
        {
            var mayForbid = MostForbidden(scenario.Clients[client], scenario);
            for (var relay = 0; relay < scenario.Relays; relay++)
            {
                // A second refused token in a row would be the last, so each pair has at most one of these.
                if (random.Chance(0.4))
                {
                    refusals.Add(One(random, FaultKind.TokenRefused, client, relay, scenario.Trouble));
                }

                if (random.Chance(0.2))
                {
                    refusals.Add(One(random, FaultKind.Overloaded, client, relay, scenario.Trouble));
                }

                if (mayForbid > 0 && random.Chance(0.2))
                {
                    mayForbid--;
                    refusals.Add(One(random, FaultKind.Forbidden, client, relay, scenario.Trouble));
                }
            }
        }

        return refusals;
    }

    // The promises hold as long as enough relays are left, and a subscriber reads all of them.
    private static int MostForbidden(ClientPlan client, Scenario scenario) =>
        client.Subscriptions.Count > 0 || scenario.Relays > scenario.RelaysInSet
            ? 0
            : scenario.RelaysInSet - (client.RequiredAcks ?? 2);

    private static RefusalPlan One(SimRandom random, FaultKind kind, int client, int relay, TimeSpan trouble) =>
        new(kind, client, relay, random.Between(TimeSpan.Zero, trouble), random.Scaled(Shortest, Longest));
}
