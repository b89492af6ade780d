using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Nodes;

namespace SolConnect.Relay.Simulation.Faults;

/// <summary>What befalls relays: they crash and come back, leave, stop and become slow.</summary>
internal sealed class RelayFaults(World world, SimRandom random, FaultLedger ledger) : IActor
{
    private const int ComeBack = 1;
    private const int LeaveAfterDrain = 2;

    // A log counts as safe again when its relay has been back long enough for clients to have filled it up.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>Returns whether it could be done.</summary>
    public bool Strike(FaultKind kind, SimRelay relay)
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
                var grace = random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(2));
                relay.Drain(grace);
                world.Time.After(grace + TimeSpan.FromMilliseconds(100), this, LeaveAfterDrain, 0, relay);
                ledger.Note(kind, -1, relay.Index, world.Time.Now + grace + TimeSpan.FromMilliseconds(100));
                break;
            case FaultKind.SlowRelay:
                var until = world.Time.Now + random.Scaled(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(6));
                var by = random.Scaled(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(800));
                relay.SlowDown(until, by);
                ledger.Note(kind, -1, relay.Index, until + by);
                break;
            default:
                var longest = kind == FaultKind.RelayStop ? 15 : 2;
                var pause = random.Scaled(TimeSpan.FromMilliseconds(kind == FaultKind.RelayStop ? 1000 : 5), TimeSpan.FromSeconds(longest));
                relay.Pause(pause);
                ledger.Note(kind, -1, relay.Index, world.Time.Now + pause);
                break;
        }

        return true;
    }

    public bool TakeAllDown()
    {
        var losing = !world.Scenario.LosesOneLogAtATime && random.Chance(0.5);
        var together = ShortTime();
        foreach (var relay in world.Relays)
        {
            if (relay.IsUp)
            {
                TakeDown(relay, losing && random.Chance(0.7), together + random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
            }
        }

        return true;
    }

    public void On(in SimEvent happening)
    {
        var relay = (SimRelay)happening.Subject!;
        if (world.HasHealed)
        {
            return;
        }

        if (happening.Code == LeaveAfterDrain && relay.IsUp)
        {
            TakeDown(relay, losesLog: random.Chance(0.5) && MayLoseLog(relay), ShortTime());
        }
        else if (happening.Code == ComeBack && !relay.IsUp)
        {
            relay.ComeBack();
        }
    }

    public void Heal()
    {
        foreach (var relay in world.Relays)
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

    private bool MayLoseLog(SimRelay relay) =>
        !world.Scenario.LosesOneLogAtATime
        || world.Relays.All(other => other == relay || (other.IsUp && world.Time.Now - other.UpSince > Settling));

    private void TakeDown(SimRelay relay, bool losesLog, TimeSpan downtime)
    {
        var kind = losesLog ? FaultKind.CrashLosingLog : FaultKind.CrashKeepingLog;
        ledger.Note(kind, -1, relay.Index, world.Time.Now + downtime);
        relay.Crash();
        if (losesLog)
        {
            relay.LoseLog();
        }

        world.Time.After(downtime, this, ComeBack, 0, relay);
    }

    private TimeSpan ShortTime() => random.Scaled(TimeSpan.FromMilliseconds(30), TimeSpan.FromSeconds(8));
}
