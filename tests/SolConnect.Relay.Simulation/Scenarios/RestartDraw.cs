using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>
/// Draws which subscribers' processes end and are started again. A new process is a client of its own, which goes on
/// with the application of the one before.
/// </summary>
internal static class RestartDraw
{
    private const int MostClients = 9;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.1);

    public static ClientPlan[] With(ClientPlan[] clients, SimRandom random, TimeSpan trouble)
    {
        if (random.Chance(0.5))
        {
            return clients;
        }

        var all = new List<ClientPlan>(clients);
        for (var index = 0; index < all.Count; index++)
        {
            var subscriptions = all[index].Subscriptions.Select(each => Resuming(each, random));
            var plan = all[index] with { Subscriptions = [.. subscriptions] };

            // Ends during the trouble, so that the last of a chain of processes has time to converge.
            var longest = trouble - plan.StartsAfter;
            if (plan.Subscriptions.Count > 0 && all.Count < MostClients && longest > Shortest && random.Chance(0.6))
            {
                plan = plan with { StopsAfter = plan.StartsAfter + random.Scaled(Shortest, longest) };
                all.Add(Follower(plan, index, random));
            }

            all[index] = plan;
        }

        return [.. all];
    }

    private static ClientPlan Follower(ClientPlan plan, int index, SimRandom random)
    {
        var downtime = random.Scaled(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(6));
        var subscriptions = plan.Subscriptions
            .Select(each => each with { After = random.Between(TimeSpan.Zero, downtime) });
        return plan with
        {
            Follows = index,
            StartsAfter = plan.StopsAfter!.Value + downtime,
            StopsAfter = null,
            Messages = random.Chance(0.5) ? 0 : plan.Messages / 2,
            Subscriptions = [.. subscriptions],
        };
    }

    private static SubscriptionPlan Resuming(SubscriptionPlan plan, SimRandom random) =>
        plan with { Resumes = random.Chance(0.5) };
}
