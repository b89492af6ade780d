using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Faults;
using SolConnect.Relay.Simulation.Nodes;

namespace SolConnect.Relay.Simulation.Network;

/// <summary>All routes and connections of a world.</summary>
internal sealed class SimNetwork
{
    private readonly World _world;
    private readonly Route[] _routes;
    private readonly int _relays;
    private readonly List<SimConnection> _connections = [];

    public SimNetwork(World world, SimRandom random, int clients, int relays)
    {
        _world = world;
        _relays = relays;
        _routes = new Route[clients * relays];
        var (least, most) = (world.Scenario.LatencyFrom, world.Scenario.LatencyTo);
        for (var index = 0; index < _routes.Length; index++)
        {
            _routes[index] = new(random.Between(least, most), random.Between(least, most));
        }
    }

    /// <summary>Every connection that ever was.</summary>
    public IReadOnlyList<SimConnection> Connections => _connections;

    public Route Between(int client, int relay) => _routes[(client * _relays) + relay];

    public SimConnection Dial(SimClient client, int number, SimRelay relay, bool withFreshToken)
    {
        var route = Between(client.Index, relay.Index);
        if (withFreshToken && route.Refusal is { Kind: FaultKind.TokenRefused })
        {
            route.Refusal = null;
        }

        var connection = new SimConnection(_world, client, relay, route, number, _connections.Count + 1);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>A connection that is open at both ends and fits; <c>null</c> when there is none.</summary>
    public SimConnection? PickOpen(SimRandom random, Predicate<SimConnection>? fits = null)
    {
        SimConnection? picked = null;
        var seen = 0;
        foreach (var connection in _connections)
        {
            // Reservoir sampling: each of them is equally likely, and nothing is collected.
            if (connection.IsOpen && (fits is null || fits(connection)) && random.Below(++seen) == 0)
            {
                picked = connection;
            }
        }

        return picked;
    }

    public void Heal()
    {
        foreach (var route in _routes)
        {
            route.Heal();
        }
    }
}
