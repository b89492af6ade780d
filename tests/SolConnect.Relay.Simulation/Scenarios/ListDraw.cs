using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Faults;
using SolConnect.Relay.Simulation.Nodes;

namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>
/// Draws how the relay list changes: it grows, shrinks, is replaced, returns; relays move to other addresses. No client learns
/// of a change later than another one by more than the interval, a pause included.
/// </summary>
internal static class ListDraw
{
    private const int MostRelays = 7;
    private static readonly TimeSpan PauseAllowance = World.LongestPause + TimeSpan.FromMilliseconds(100);

    public static Scenario With(Scenario scenario, SimRandom random)
    {
        // A relay that lets a client in no more may come to be the only one.
        if (random.Chance(0.65) || scenario.Refusals.Any(refusal => refusal.Kind == FaultKind.Forbidden))
        {
            return scenario;
        }

        var relays = Math.Min(MostRelays, Math.Max(2, scenario.Relays) + random.Between(0, 3));
        var weights = scenario.FaultWeights.ToArray();

        // A client that sleeps for long learns of a change too late.
        weights[(int)FaultKind.ClientSuspend] = 0;
        return scenario with { Relays = relays, FaultWeights = weights, Lists = Plan(scenario, relays, random) };
    }

    private static ListPlan Plan(Scenario scenario, int relays, SimRandom random)
    {
        var interval = random.Between(PauseAllowance + TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2.5));
        var least = scenario.Clients.Max(client => client.RequiredAcks ?? 1);
        var lists = new List<int[]> { Some(relays, random.Between(least, relays), random) };
        var addresses = new int[relays];
        var changes = new List<ListChange>();
        var seen = new TimeSpan[scenario.Clients.Count];
        var after = random.Between(TimeSpan.Zero, scenario.Trouble / 2);
        for (var count = random.Between(1, 5); count > 0; count--)
        {
            lists.Add(Next(lists, relays, least, addresses, random));
            for (var client = 0; client < seen.Length; client++)
            {
                var learns = after + random.Between(TimeSpan.Zero, interval - PauseAllowance);
                seen[client] = learns > seen[client] ? learns : seen[client] + TimeSpan.FromMicroseconds(1);
            }

            changes.Add(new(lists[^1], [.. addresses], [.. seen]));
            after += random.Between(TimeSpan.Zero, random.Chance(0.5) ? interval : scenario.Trouble / 2);
        }

        return new(interval, lists[0], changes);
    }

    private static int[] Next(List<int[]> lists, int relays, int least, int[] addresses, SimRandom random)
    {
        var last = lists[^1];
        var others = Enumerable.Range(0, relays).Except(last).ToArray();
        switch (random.Below(6))
        {
            case 0 when others.Length > 0:
                return [.. last, random.Pick(others)];
            case 1 when last.Length > least:
                return [.. last.Except([random.Pick(last)])];
            case 2 when others.Length >= least:
                return others;
            case 3:
                return random.Pick(lists);
            case 4:
                addresses[random.Pick(last)]++;
                return last;
            default:
                return Some(relays, random.Between(least, relays), random);
        }
    }

    private static int[] Some(int relays, int count, SimRandom random)
    {
        var all = Enumerable.Range(0, relays).ToArray();
        random.Shuffle(all);
        return all[..count];
    }
}
