using SolConnect.Relay.Simulation.Checking;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.Simulation.Nodes;

namespace SolConnect.Relay.Simulation.Running;

/// <summary>One seed from beginning to end: trouble, healing, time to converge, drain, stop, judgement.</summary>
internal static class SeedRun
{
    /// <summary>
    /// The virtual time after healing by which everything owed must have been done: the longest back-off (15 s), the
    /// longest hold time (10 s), a pause that was still running, and some round trips.
    /// </summary>
    public static readonly TimeSpan TimeToConverge = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(4);

    public static SeedResult Run(ulong seed)
    {
        World? world = null;
        try
        {
            world = new(seed);
            Live(world);
        }
        catch (Exception exception)
        {
            // Whatever the machines throw is a finding like any other, and the other seeds go on.
            return Result(seed, world, [new(Promise.NoException, exception.ToString())]);
        }

        return Result(seed, world, HistoryChecker.Check(world.Terms, world.History.Events));
    }

    private static void Live(World world)
    {
        var time = world.Time;
        time.RunUntil(time.Now + world.Scenario.Trouble);
        world.Faults.Heal();
        world.History.Moment(HistoryKind.Healed);
        time.RunUntil(time.Now + TimeToConverge);
        foreach (var client in world.Clients)
        {
            world.History.OfClient(HistoryKind.StateSeen, client.Index, (int)client.State);
        }

        world.History.Moment(HistoryKind.Checkpoint);
        foreach (var client in world.Clients)
        {
            if (world.Scenario.Clients[client.Index].Drains && !client.IsStopping)
            {
                client.Drain();
            }
        }

        time.RunUntil(time.Now + TimeToDrain);
        foreach (var client in world.Clients)
        {
            client.Stop();
        }

        time.RunUntil(time.Now + TimeToStop);
        ReportPeaks(world);
    }

    private static void ReportPeaks(World world)
    {
        foreach (var client in world.Clients)
        {
            client.ReportPeaks();
        }

        foreach (var connection in world.Network.Connections)
        {
            var (client, relay) = (connection.Client.Index, connection.Relay.Index);

            // Two, and one more at the end: what an end still owes when it closes the connection.
            world.History.Peak(PeakKind.ClientWrites, client, relay, -1, connection.PeakClientWrites, 3);
            world.History.Peak(PeakKind.RelayWrites, client, relay, -1, connection.PeakRelayWrites, 3);
        }
    }

    private static SeedResult Result(ulong seed, World? world, IReadOnlyList<Violation> violations)
    {
        IReadOnlyList<HistoryEvent> events = world is null ? [] : world.History.Events;
        return new()
        {
            Seed = seed,
            Violations = violations,
            History = events,
            Hash = HistoryHash.Of(events),
            Events = world?.Time.Events ?? 0,
            Faults = world?.Faults.Counts ?? [],
            FaultPairs = world?.Faults.Pairs,
            Messages = events.Count(line => line.Kind == HistoryKind.Published),
            Deliveries = events.Count(line => line.Kind == HistoryKind.Delivered),
            Resumes = events.Count(line => line.Kind == HistoryKind.Resumes),
            Gaps = events.Count(line => line.Kind == HistoryKind.Gap),
            DuplicatesDropped = world?.Clients.Sum(client => client.Counters.DuplicatesDropped) ?? 0,
        };
    }
}
