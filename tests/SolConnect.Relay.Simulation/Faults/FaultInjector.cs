using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Network;
using SolConnect.Relay.Simulation.Nodes;
using SolConnect.Relay.Simulation.Scenarios;

namespace SolConnect.Relay.Simulation.Faults;

/// <summary>Makes things go wrong, and well again.</summary>
internal sealed class FaultInjector : IActor
{
    private const int Strike = 1;
    private const int ComeBack = 2;
    private const int LeaveAfterDrain = 3;
    private const int Refuse = 4;
    private const int ChangeList = 5;

    // A log counts as safe again when its relay has been back long enough for clients to have filled it up.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    // A dead connection is noticed at the next ping, at the latest.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(25);

    // Until a relay whose acks were lost is given up for its lack of progress, or acknowledges something later.
    private static readonly TimeSpan Unacknowledged = TimeSpan.FromSeconds(6);

    private readonly World _world;
    private readonly SimRandom _random;
    private readonly int _totalWeight;
    private readonly WireBuffer _scratch = new();

    public FaultInjector(World world, SimRandom random)
    {
        (_world, _random) = (world, random);
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
    public int[] Counts { get; } = new int[Enum.GetValues<FaultKind>().Length];

    /// <summary>Which kinds were active together.</summary>
    public FaultPairs Pairs { get; } = new();

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
            case ComeBack:
                BringBack((SimRelay)happening.Subject!);
                break;
            case LeaveAfterDrain:
                var relay = (SimRelay)happening.Subject!;
                if (relay.IsUp)
                {
                    TakeDown(relay, losesLog: _random.Chance(0.5) && MayLoseLog(relay), ShortTime());
                }

                break;
        }
    }

    public void Heal()
    {
        _world.HasHealed = true;
        _world.Network.Heal();
        foreach (var relay in _world.Relays)
        {
            if (relay.IsLeaving)
            {
                relay.Crash();
            }

            if (!relay.IsUp)
            {
                relay.ComeBack();
            }
        }
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
                or FaultKind.RelayStop or FaultKind.SlowRelay => StrikeRelay(kind, _random.Pick(_world.Relays)),
            FaultKind.Close or FaultKind.Reset or FaultKind.LostAcks or FaultKind.HalfOpen or FaultKind.AckLoss
                or FaultKind.GarbageToClient or FaultKind.GarbageToRelay or FaultKind.BogusAck => StrikeConnection(kind),
            FaultKind.NetworkChange => ChangeNetwork(_random.Pick(_world.Clients)),
            FaultKind.DuplicateAck => DuplicateAck(),
            FaultKind.AllRelaysDown => TakeAllDown(),
            FaultKind.ClientPause or FaultKind.ClientSuspend or FaultKind.ClockJump or FaultKind.ClientStops => StrikeClient(kind, _random.Pick(_world.Clients)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (happened)
        {
            Count(kind);
        }
    }

    private void Count(FaultKind kind)
    {
        Counts[(int)kind]++;
        Pairs.Note(kind, _world.Time.Now, _world.Time.Now);
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

        Note(kind, only, relay.Index, until + by);
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

        Count(plan.Kind);
        Note(plan.Kind, plan.Client, plan.Relay, _world.Time.Now + plan.Lasts);
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

    private bool StrikeRelay(FaultKind kind, SimRelay relay)
    {
        if (!relay.IsUp || (kind == FaultKind.CrashLosingLog && !MayLoseLog(relay)))
        {
            return false;
        }

        switch (kind)
        {
            case FaultKind.CrashLosingLog or FaultKind.CrashKeepingLog:
                TakeDown(relay, kind == FaultKind.CrashLosingLog, ShortTime());
                break;
            case FaultKind.GoAway:
                var grace = _random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2));
                relay.Drain(grace);
                _world.Time.After(grace + TimeSpan.FromMilliseconds(100), this, LeaveAfterDrain, 0, relay);
                Note(kind, -1, relay.Index, _world.Time.Now + grace + TimeSpan.FromMilliseconds(100));
                break;
            case FaultKind.SlowRelay:
                var until = _world.Time.Now + _random.Scaled(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(6));
                var by = _random.Scaled(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(800));
                relay.SlowDown(until, by);
                Note(kind, -1, relay.Index, until + by);
                break;
            default:
                var longest = kind == FaultKind.RelayStop ? 15 : 2;
                var pause = _random.Scaled(TimeSpan.FromMilliseconds(kind == FaultKind.RelayStop ? 1000 : 5), TimeSpan.FromSeconds(longest));
                relay.Pause(pause);
                Note(kind, -1, relay.Index, _world.Time.Now + pause);
                break;
        }

        return true;
    }

    private bool MayLoseLog(SimRelay relay) =>
        !_world.Scenario.LosesOneLogAtATime
        || _world.Relays.All(other => other == relay || (other.IsUp && _world.Time.Now - other.UpSince > Settling));

    private void TakeDown(SimRelay relay, bool losesLog, TimeSpan downtime)
    {
        var kind = losesLog ? FaultKind.CrashLosingLog : FaultKind.CrashKeepingLog;
        Note(kind, -1, relay.Index, _world.Time.Now + downtime);
        relay.Crash();
        if (losesLog)
        {
            relay.LoseLog();
        }

        _world.Time.After(downtime, this, ComeBack, 0, relay);
    }

    private static void BringBack(SimRelay relay)
    {
        if (!relay.IsUp)
        {
            relay.ComeBack();
        }
    }

    private bool TakeAllDown()
    {
        var losing = !_world.Scenario.LosesOneLogAtATime && _random.Chance(0.5);
        var together = ShortTime();
        foreach (var relay in _world.Relays)
        {
            if (relay.IsUp)
            {
                TakeDown(relay, losing && _random.Chance(0.7), together + _random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
            }
        }

        return true;
    }

    private bool StrikeConnection(FaultKind kind)
    {
        if (_world.Network.PickOpen(_random) is not { } connection)
        {
            return false;
        }

        var until = _random.Scaled(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1));
        var lasts = TimeSpan.FromSeconds(1);
        switch (kind)
        {
            case FaultKind.Close:
                connection.CloseInGoodOrder();
                break;
            case FaultKind.Reset:
                connection.Reset();
                break;
            case FaultKind.HalfOpen:
                connection.DieSilently(relayNotices: _random.Chance(0.5));
                lasts = Unnoticed;
                break;
            case FaultKind.AckLoss:
                lasts = _random.Scaled(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(8));
                connection.AcksLostUntil = _world.Time.Now + lasts;
                lasts += Unacknowledged;
                break;
            case FaultKind.BogusAck:
                Write(frames => new AckFrame(_random.Between(1, 3), long.MaxValue / _random.Between(2, 1000)).Write(frames));
                connection.Inject(_scratch.Written.Span);
                break;
            case FaultKind.GarbageToClient:
                connection.Inject(Garbage());
                break;
            case FaultKind.GarbageToRelay:
                connection.InjectToRelay(Garbage());
                break;
            default:
                connection.LoseAcks(until);
                break;
        }

        Note(kind, connection.Client.Index, connection.Relay.Index, _world.Time.Now + lasts);
        return true;
    }

    private bool DuplicateAck()
    {
        if (_world.Network.PickOpen(_random, connection => connection.Tap.Acks.Count > 0) is not { } picked)
        {
            return false;
        }

        Write(frames =>
        {
            for (var count = _random.Between(1, 3); count > 0; count--)
            {
                _random.Pick(picked.Tap.Acks).Write(frames);
            }
        });
        picked.Inject(_scratch.Written.Span);
        return true;
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

        Note(FaultKind.NetworkChange, client.Index, -1, _world.Time.Now + Unnoticed);
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
                Note(kind, client.Index, -1, _world.Time.Now + pause);
                return true;
        }
    }

    private void Note(FaultKind kind, int client, int relay, Instant until)
    {
        Pairs.Note(kind, _world.Time.Now, until);
        _world.History.Fault((int)kind, client, relay, until);
    }

    private void Write(Action<WireBuffer> frames)
    {
        _scratch.Clear();
        frames(_scratch);
    }

    // A frame type that nobody knows and that must be understood, and then anything.
    private byte[] Garbage()
    {
        var bytes = new byte[_random.Between(1, 64)];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)_random.Below(256);
        }

        bytes[0] = (byte)_random.Between(0x40, 0x7E);
        return bytes;
    }

    private TimeSpan ShortTime() => _random.Scaled(TimeSpan.FromMilliseconds(30), TimeSpan.FromSeconds(8));
}
