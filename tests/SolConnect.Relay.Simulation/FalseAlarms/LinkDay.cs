using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.FalseAlarms.Links;
using SolConnect.Relay.Simulation.FalseAlarms.Measuring;
using SolConnect.Relay.Simulation.FalseAlarms.Nodes;

namespace SolConnect.Relay.Simulation.FalseAlarms;

/// <summary>A day, or a part of one, on one link at one rate.</summary>
internal sealed record LinkDay(LinkModel Model, int MessagesPerSecond, TimeSpan Length, ulong Seed)
{
    /// <summary>Default options, unless a test wants to see others fail.</summary>
    public SessionOptions Options { get; init; } = new();

    public DayResult Run()
    {
        var world = new DayWorld(Model, TimeSpan.FromSeconds(1.0 / MessagesPerSecond), Seed, Options);
        world.Client.Start();
        world.Time.RunUntil(world.Time.Now + Length);
        return world.Client.Meter.Result();
    }
}
