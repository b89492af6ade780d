using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Network;
using SolConnect.Relay.Simulation.Nodes;
using SolConnect.Relay.Simulation.Scenarios;

namespace SolConnect.Relay.Simulation.Faults;

/// <summary>Makes things go wrong, and well again: draws what happens when, and disturbs routes and clients.</summary>
internal sealed class FaultInjector : IActor
{
    private const int Strike = 1;
    private const int Refuse = 2;
    private const int ChangeList = 3;

    private readonly World _world;
    private readonly SimRandom _random;
    private readonly int _totalWeight;
    private readonly FaultLedger _ledger;
    private readonly RelayFaults _relays;
    private readonly ConnectionFaults _connections;

    public FaultInjector(World world, SimRandom random)
    {
        (_world, _random, _ledger) = (world, random, new(world));
        (_relays, _connections) = (new(world, random, _ledger), new(world, random, _ledger));
        _totalWeight = world.Scenario.FaultWeights.Sum();
        for (var index = 0; index < world.Scenario.Faults; index++)
        {
            world.Time.After(random.Between(TimeSpan.Zero, world.Scenario.Trouble), this, Strike);
        }

        foreach (var refusal in world.Scenario.Refusals)
        {
            world.Time.After(refusal.After, this, Refuse, 0, refusal);
        }

        foreach (var change in world.Scenario.Lists?.Changes ?? [])
        {
            world.Time.After(change.SeenAfter.Min(), this, ChangeList);
        }
    }

    /// <summary>How many faults of each kind there were.</summary>
    public int[] Counts => _ledger.Counts;

    /// <summary>Which kinds were active together.</summary>
    public FaultPairs Pairs => _ledger.Pairs;

    public void On(in SimEvent happening)
    {
        if (_world.HasHealed)
        {
            return;
        }

        switch (happening.Code)
        {
            case Strike:
                Inject(Draw());
                break;
            case ChangeList:
                // The clients do it by themselves, and nothing is disturbed by it.
                Counts[(int)FaultKind.ListChange]++;
                Pairs.Note(FaultKind.ListChange, _world.Time.Now, _world.Time.Now + (4 * _world.Scenario.Lists!.Interval));
                break;
            case Refuse:
                RefuseClient((RefusalPlan)happening.Subject!);
                break;
        }
    }

    public void Heal()
    {
        _world.HasHealed = true;
        _world.Network.Heal();
        _relays.Heal();
    }

    private FaultKind Draw()
    {
        var at = _random.Below(_totalWeight);
        for (var kind = 0; ; kind++)
        {
            at -= _world.Scenario.FaultWeights[kind];
            if (at < 0)
            {
                return (FaultKind)kind;
            }
        }
    }

    private void Inject(FaultKind kind)
    {
        var happened = kind switch
        {
            FaultKind.LatencySpike or FaultKind.SlowWrites or FaultKind.RefusedConnects or FaultKind.HangingConnects
                or FaultKind.BlackholeUp or FaultKind.BlackholeDown or FaultKind.BlackholeBoth => DisturbRoutes(kind),
            FaultKind.CrashLosingLog or FaultKind.CrashKeepingLog or FaultKind.GoAway or FaultKind.RelayPause
                or FaultKind.RelayStop or FaultKind.SlowRelay => _relays.Strike(kind, _random.Pick(_world.Relays)),
            FaultKind.Close or FaultKind.Reset or FaultKind.LostAcks or FaultKind.HalfOpen or FaultKind.AckLoss
                or FaultKind.GarbageToClient or FaultKind.GarbageToRelay or FaultKind.BogusAck => _connections.Strike(kind),
            FaultKind.NetworkChange => ChangeNetwork(_random.Pick(_world.Clients)),
            FaultKind.DuplicateAck => _connections.DuplicateAck(),
            FaultKind.AllRelaysDown => _relays.TakeAllDown(),
            FaultKind.ClientPause or FaultKind.ClientSuspend or FaultKind.ClockJump or FaultKind.ClientStops => StrikeClient(kind, _random.Pick(_world.Clients)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (happened)
        {
            _ledger.Count(kind);
        }
    }

    private bool DisturbRoutes(FaultKind kind)
    {
        var relay = _random.Pick(_world.Relays);
        var only = _random.Chance(0.5) ? _random.Below(_world.Clients.Count) : -1;
        var longest = kind is FaultKind.BlackholeUp or FaultKind.BlackholeDown or FaultKind.BlackholeBoth ? 12 : 3;
        var until = _world.Time.Now + _random.Scaled(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(longest));
        var by = _random.Scaled(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(2));
        foreach (var client in _world.Clients)
        {
            if (only < 0 || only == client.Index)
            {
                Disturb(kind, _world.Network.Between(client.Index, relay.Index), until, by);
            }
        }

        if (kind is FaultKind.RefusedConnects or FaultKind.HangingConnects)
        {
            CutAll(connection => connection.Relay == relay && (only < 0 || connection.Client.Index == only));
        }

        _ledger.Note(kind, only, relay.Index, until + by);
        return true;
    }

    private static void Disturb(FaultKind kind, Route route, Instant until, TimeSpan by)
    {
        switch (kind)
        {
            case FaultKind.LatencySpike:
                (route.SlowUntil, route.SlowBy) = (until, by);
                break;
            case FaultKind.SlowWrites:
                (route.SlowWritesUntil, route.SlowWriteTime) = (until, by / 40);
                break;
            case FaultKind.BlackholeUp:
                route.UpBlockedUntil = until;
                break;
            case FaultKind.BlackholeDown:
                route.DownBlockedUntil = until;
                break;
            case FaultKind.BlackholeBoth:
                (route.UpBlockedUntil, route.DownBlockedUntil) = (until, until);
                break;
            case FaultKind.RefusedConnects:
                route.RefusesUntil = until;
                break;
            default:
                route.HangsUntil = until;
                break;
        }
    }

    private void RefuseClient(RefusalPlan plan)
    {
        var route = _world.Network.Between(plan.Client, plan.Relay);
        if (route.Refusal is { Kind: FaultKind.Forbidden })
        {
            return;
        }

        var forbids = plan.Kind == FaultKind.Forbidden;
        route.Refusal = new(plan.Kind, forbids ? Instant.Never : _world.Time.Now + plan.Lasts, plan.Lasts);
        var refusal = new HubRefusal(
            plan.Kind switch
            {
                FaultKind.TokenRefused => ErrorCode.Unauthorized,
                FaultKind.Forbidden => ErrorCode.Forbidden,
                _ => ErrorCode.Overloaded,
            },
            plan.Lasts);
        foreach (var connection in _world.Network.Connections)
        {
            if (connection.AtRelay == EndState.Open && connection.Client.Index == plan.Client && connection.Relay.Index == plan.Relay)
            {
                connection.Relay.Refuse(connection, refusal);
            }
        }

        _ledger.Count(plan.Kind);
        _ledger.Note(plan.Kind, plan.Client, plan.Relay, _world.Time.Now + plan.Lasts);
    }

    private void CutAll(Predicate<SimConnection> which)
    {
        foreach (var connection in _world.Network.Connections)
        {
            if (connection.IsOpen && which(connection))
            {
                connection.Reset();
            }
        }
    }

    /// <summary>Another network: every connection is dead without a word, and new ones can be made.</summary>
    private bool ChangeNetwork(SimClient client)
    {
        foreach (var connection in _world.Network.Connections)
        {
            if (connection.IsOpen && connection.Client == client)
            {
                connection.DieSilently(relayNotices: false);
            }
        }

        _ledger.Note(FaultKind.NetworkChange, client.Index, -1, _world.Time.Now + ConnectionFaults.Unnoticed);
        return true;
    }

    private bool StrikeClient(FaultKind kind, SimClient client)
    {
        switch (kind)
        {
            case FaultKind.ClientStops:
                client.Stop();
                return true;
            case FaultKind.ClockJump:
                client.Wake();
                return true;
            default:
                var pause = kind == FaultKind.ClientSuspend
                    ? _random.Between(World.LongestPause, TimeSpan.FromSeconds(8))
                    : _random.Scaled(TimeSpan.FromMilliseconds(5), World.LongestPause);
                client.Pause(pause);
                _ledger.Note(kind, client.Index, -1, _world.Time.Now + pause);
                return true;
        }
    }
}
