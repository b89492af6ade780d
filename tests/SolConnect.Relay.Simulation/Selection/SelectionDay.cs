using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Selection;

/// <summary>One strategy through one day of the world.</summary>
internal sealed class SelectionDay(ulong seed, ILoadBalancer balancer)
{
    public const int Seconds = 24 * 3600;
    public const double Jitter = 0.05;
    public const double StallChance = 0.005;
    public const double Stall = 40;

    /// <summary>By then a strategy has learned what there is to learn.</summary>
    public const int Learned = 3600;

    /// <summary>From here on the chosen relay grows slower.</summary>
    public const int SlowFrom = 10 * 3600;

    private const int SlowestAt = 16 * 3600;
    private const double Slowest = 80;
    private const int LookSeconds = 10;

    private readonly SelectionWorld _world = new(seed);

    /// <summary>Milliseconds that the degrading relay adds to an acknowledgement.</summary>
    public static double Slowness(int second) =>
        Slowest * Math.Clamp((second - SlowFrom) / (double)(SlowestAt - SlowFrom), 0, 1);

    public SelectionResult Run()
    {
        // Every strategy meets the same dice.
        var random = new SimRandom(seed + 1);
        var result = new SelectionResult(balancer.Name);
        var clients = Enumerable.Range(0, SelectionWorld.Clients)
            .Select(index => new SelectionClient(_world, index, balancer, random.Fork())).ToArray();
        var counts = new int[SelectionWorld.Relays];
        for (var second = 0; second < Seconds; second++)
        {
            Array.Clear(counts);
            foreach (var client in clients)
            {
                if (client.Primary >= 0)
                    counts[client.Primary]++;
            }

            for (var r = 0; r < counts.Length; r++)
                _world.All[r].Advance(second, counts[r]);
            for (var c = 0; c < clients.Length; c++)
                result.Sent(second, c, clients[c].Primary, clients[c].Step(second));
            if (second % LookSeconds == 0)
                Look(second, result);
        }

        foreach (var client in clients)
            result.Moved(client.Failovers, client.Switchovers);
        return result;
    }

    // What an acknowledgement would have taken on average, from every relay at this moment.
    private void Look(int second, SelectionResult result)
    {
        for (var c = 0; c < SelectionWorld.Clients; c++)
        {
            for (var r = 0; r < SelectionWorld.Relays; r++)
            {
                var relay = _world.All[r];
                result.Could(
                    second, c, r, relay.Out is null
                        ? (_world.Path(c, r) * (1 + Jitter)) + (StallChance * Stall) + relay.Queueing + relay.Slowness
                        : null);
            }
        }
    }
}
