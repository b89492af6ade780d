using System.Collections.Concurrent;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.CancelAndDispose;

/// <summary>Events come one after another, in the order in which things happened, whatever handlers do.</summary>
public sealed class ManagerEventTests
{
    [Fact]
    public async Task A_failover_is_told_in_order_one_event_at_a_time_although_every_first_handler_throws()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = new RelayWebSocketTransport(fleet.Options());
        var told = new ConcurrentQueue<string>();
        var (inside, overlapped) = (0, false);
        var manager = transport.Manager;
        transport.StateChanged += (_, _) => Throw();
        transport.StateChanged += (_, changed) => Tell($"state {changed.NewState}");
        manager.PrimaryConnected += (_, _) => Throw();
        manager.PrimaryConnected += (_, _) => Tell("primary");
        manager.RelayDiscovered += (_, _) => Throw();
        manager.RelayDiscovered += (_, found) => Tell($"discovered {found.Relay.Id}");
        manager.FailoverStarted += (_, _) => Throw();
        manager.FailoverStarted += (_, _) => Tell("started");
        manager.FailoverCompleted += (_, _) => Throw();
        manager.FailoverCompleted += (_, _) => Tell("completed");
        manager.ConnectionClosed += (_, _) => Throw();
        manager.ConnectionClosed += (_, closed) => Tell(closed.WasPrimary ? "closed" : "closed another");
        var events = new EventRecorder(transport);
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        await events.WaitForAsync<TransportStateChangedEventArgs>(changed => changed.NewState == TransportState.Connected);

        await fleet.PrimaryOf(transport).KillAsync();
        await events.WaitForAsync<FailoverCompletedEventArgs>();

        Assert.False(overlapped);
        var order = told.ToList();
        Assert.Equal(
            ["state Connecting", "discovered relay-0", "discovered relay-1", "discovered relay-2"],
            order.Where(what => what.StartsWith("discovered", StringComparison.Ordinal) || what == "state Connecting"));
        string[] milestones = ["primary", "state Connected", "closed", "started", "completed"];
        Assert.Equal(milestones, order.Where(milestones.Contains).Distinct());

        static void Throw() => throw new InvalidOperationException("a bug of the application");

        void Tell(string what)
        {
            overlapped |= Interlocked.Increment(ref inside) != 1;
            told.Enqueue(what);
            Interlocked.Decrement(ref inside);
        }
    }
}
