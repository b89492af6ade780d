using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.FalseAlarms.Links;
using SolConnect.Relay.Simulation.FalseAlarms.Transport;

namespace SolConnect.Relay.Simulation.FalseAlarms.Nodes;

/// <summary>One client, one link, three independent relays, and nothing wrong with any of them.</summary>
internal sealed class DayWorld
{
    private const int RelayCount = 3;

    private int _connections;

    public DayWorld(LinkModel model, TimeSpan period, ulong seed, SessionOptions options)
    {
        Model = model;
        var random = new SimRandom(seed);
        var access = new AccessLink(model, random.Fork(), Time.Now);
        Relays =
        [
            .. Enumerable.Range(1, RelayCount).Select(index => new DayRelay(
                this, index, random.Fork(), new(Time, access, new(model, random.Fork(), Time.Now)))),
        ];
        Client = new(this, random.Fork(), period, options);
    }

    public LinkModel Model { get; }

    // A day is long and comes to its end by itself.
    public VirtualTime Time { get; } = new(long.MaxValue);

    public ChunkPool Chunks { get; } = new();

    public IReadOnlyList<DayRelay> Relays { get; }

    public DayClient Client { get; }

    public LinkConnection Dial(int clientNumber, RelayEndpoint endpoint) =>
        new(this, Relays.Single(relay => relay.Endpoint.Id == endpoint.Id), clientNumber, ++_connections);
}
