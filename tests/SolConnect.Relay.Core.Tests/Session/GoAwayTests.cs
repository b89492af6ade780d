using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>A relay that asks its clients to leave is left before it closes, and read until then.</summary>
public sealed class GoAwayTests
{
    [Fact]
    public void The_primary_that_asks_to_leave_is_replaced_at_once()
    {
        var world = SessionWorld.Connected();

        world.Relays[0].GoAway(TimeSpan.FromSeconds(5));

        Assert.Equal(
            [ConnectionPhase.Draining, ConnectionPhase.Primary, ConnectionPhase.Standby],
            world.Relays.Select(relay => relay.Phase));
        var completed = world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal((FailoverReason.GoAway, world.Relays[1].Endpoint), (completed.Reason, completed.NewRelay));
        Assert.Equal(0, world.Session.Counters.Failovers);
    }

    [Fact]
    public void A_relay_that_is_left_gets_nothing_new()
    {
        var world = SessionWorld.Connected();
        world.Relays[0].GoAway();

        world.Send("m1");

        Assert.Empty(world.Relays[0].Published);
        Assert.Equal([1L], world.Relays[1].Sequences);
        Assert.Equal([1L], world.Relays[2].Sequences);
    }

    [Fact]
    public void Acks_that_are_on_their_way_still_count()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");
        world.Relays[0].GoAway();

        world.Relays[0].Ack(1);
        world.Relays[1].Ack(1);

        Assert.True(send.HasReceipt);
        Assert.True(send.IsReleased);
    }

    [Fact]
    public void What_it_still_delivers_is_handed_out()
    {
        var world = SessionWorld.Connected();
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed();

        world.Relays[0].GoAway();
        world.Relays[0].Deliver(0, 1);

        Assert.Equal(["p1-1"], subscription.Texts);
    }

    [Fact]
    public void A_standby_that_asks_to_leave_is_no_failover()
    {
        var world = SessionWorld.Connected();

        world.Relays[1].GoAway();

        Assert.Equal(ConnectionPhase.Draining, world.Relays[1].Phase);
        Assert.Empty(world.EventsOf<SessionEvent.FailoverStarted>());
        Assert.Equal(TransportState.Degraded, world.Session.State);
    }

    [Fact]
    public void When_it_has_closed_it_is_dialled_again()
    {
        var world = SessionWorld.Connected();
        world.Relays[0].GoAway().GoAway().Lose();

        world.Relays[0].Open();

        Assert.Equal(ConnectionPhase.Standby, world.Relays[0].Phase);
        Assert.Single(world.EventsOf<SessionEvent.FailoverStarted>());
        Assert.Equal(TransportState.Connected, world.Session.State);
    }

    [Fact]
    public void A_relay_that_is_going_away_before_Welcome_is_not_dialled_before_it_is_gone()
    {
        var world = new SessionWorld(relays: 1);
        world.Start();

        world.Relays[0].Accept().GoAway(TimeSpan.FromSeconds(20));
        Assert.Equal(CloseReason.GoAway, world.Relays[0].End!.Reason);
        world.Advance(19_999);
        Assert.Equal(1, world.Relays[0].Dials);
        world.Advance(2_002);

        Assert.Equal(2, world.Relays[0].Dials);
    }
}
