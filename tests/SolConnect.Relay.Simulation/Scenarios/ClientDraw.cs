using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>Draws what the clients of a scenario do.</summary>
internal static class ClientDraw
{
    public static ClientPlan[] All(SimRandom random, int topics, int relaysInSet, TimeSpan trouble)
    {
        var publishers = random.Between(1, 3);
        var subscribers = random.Between(1, 3);
        var both = random.Below(Math.Min(publishers, subscribers) + 1);
        var clients = new ClientPlan[publishers + subscribers - both];
        var messages = random.Between(30, 160) / publishers;
        for (var index = 0; index < clients.Length; index++)
        {
            var publishes = index < publishers;
            var subscribes = index >= publishers - both;
            clients[index] = One(random, publishes ? messages : 0, subscribes, topics, relaysInSet, trouble);
        }

        return clients;
    }

    private static ClientPlan One(
        SimRandom random, int messages, bool subscribes, int topics, int relaysInSet, TimeSpan trouble)
    {
        var subscriptions = new SubscriptionPlan[subscribes ? random.Between(1, 3) : 0];
        for (var index = 0; index < subscriptions.Length; index++)
        {
            subscriptions[index] = Subscription(random, topics, trouble);
        }

        var isImpatient = random.Chance(0.2);
        var isCramped = random.Chance(0.15);
        return new()
        {
            StartsAfter = random.Chance(0.7) ? TimeSpan.Zero : random.Between(TimeSpan.Zero, trouble / 2),
            Messages = messages,
            Burst = random.Chance(0.5) ? 1 : random.Between(2, 12),
            CancelChance = random.Chance(0.4) ? random.Fraction() * 0.3 : 0,
            Subscriptions = subscriptions,
            RequiredAcks = random.Chance(0.7) ? null : random.Between(1, Math.Min(2, relaysInSet)),
            MessageTimeout = isImpatient
                ? random.Scaled(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(4))
                : TimeSpan.FromSeconds(30),
            HoldTime = random.Chance(0.6) ? TimeSpan.FromSeconds(10) : random.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)),
            HoldCapacity = isCramped ? random.Between(1, 6) : 10_000,
            OutboxCapacity = random.Chance(0.25) ? random.Between(1, 12) : 10_000,
            MaxPayload = random.Chance(0.8) ? 120 : 2_000,
            BackoffMin = TimeSpan.FromMilliseconds(random.Between(20, 250)),
            BackoffMax = random.Chance(0.3) ? TimeSpan.FromSeconds(15) : random.Between(TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(3)),
            Ranks = random.Chance(0.5),
            Drains = random.Chance(0.7),
        };
    }

    private static SubscriptionPlan Subscription(SimRandom random, int topics, TimeSpan trouble) => new(
        random.Below(topics),
        random.Chance(0.65) ? SubscriptionStart.Latest : SubscriptionStart.Earliest,
        random.Chance(0.6) ? TimeSpan.Zero : random.Between(TimeSpan.Zero, trouble),
        random.Chance(0.75) ? null : random.Between(TimeSpan.FromSeconds(0.2), trouble),
        random.Chance(0.25) ? random.Between(100, 2_000) : 64 * 1024,
        random.Chance(0.9) ? GapPolicy.Continue : GapPolicy.Fault,
        Pace(random));

    private static TimeSpan Pace(SimRandom random) => random.Below(4) switch
    {
        0 => random.Scaled(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)),
        1 when random.Chance(0.3) => random.Between(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(15)),
        _ => TimeSpan.Zero,
    };
}
