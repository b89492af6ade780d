using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>What the loss of the primary sets off, and what is reported of it.</summary>
public sealed class FailoverTests
{
    [Fact]
    public void Losing_the_primary_promotes_a_standby_and_resends_from_the_floor_in_the_same_step()
    {
        var world = SessionWorld.Connected();
        world.SendMany(4);
        world.Relays[0].Ack(1);
        world.Relays[1].Ack(1);

        world.Relays[0].Lose();

        Assert.Equal(
            [ConnectionPhase.Gone, ConnectionPhase.Primary, ConnectionPhase.Standby],
            world.Relays.Select(relay => relay.Phase));
        Assert.Equal([2L, 3, 4], world.Relays[2].Sequences);
        Assert.Equal([1L, 2, 3, 4], world.Relays[1].Sequences);
    }

    [Fact]
    public void Losing_a_standby_that_publishes_is_no_failover_but_is_made_up_for()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");

        world.Relays[1].Lose();

        Assert.Equal([1L], world.Relays[2].Sequences);
        Assert.Empty(world.EventsOf<SessionEvent.FailoverStarted>());
        Assert.Equal(ConnectionPhase.Primary, world.Relays[0].Phase);
    }

    [Fact]
    public void The_successor_is_the_best_ranked_relay_that_publishes()
    {
        var world = SessionWorld.Connected(relays: 4, new() { Standbys = 3, RequiredAcks = 3 });

        world.Rank(world.Relays[2], world.Relays[1], world.Relays[0], world.Relays[3]);
        world.Relays[0].Lose();

        Assert.Equal(ConnectionPhase.Primary, world.Relays[2].Phase);
    }

    [Fact]
    public void A_failover_is_over_with_the_first_receipt_that_the_lost_relay_had_no_part_in()
    {
        var world = SessionWorld.Connected();
        world.SendMany(2);
        world.Advance(30);

        world.Relays[0].Lose();
        var started = world.EventsOf<SessionEvent.FailoverStarted>().Single();
        Assert.Equal((world.Relays[0].Endpoint, FailoverReason.ConnectionLost), (started.OldRelay, started.Reason));
        world.Advance(7);
        world.Relays[1].Ack(2);
        Assert.Empty(world.EventsOf<SessionEvent.FailoverCompleted>());
        world.Advance(5);
        world.Relays[2].Ack(1);

        Assert.Equal(
            new SessionEvent.FailoverCompleted(
                world.Relays[0].Endpoint, world.Relays[1].Endpoint, FailoverReason.ConnectionLost, TimeSpan.Zero,
                TimeSpan.FromMilliseconds(12), MessagesResent: 2),
            world.EventsOf<SessionEvent.FailoverCompleted>().Single());
        Assert.Equal(1, world.Session.Counters.Failovers);
    }

    [Fact]
    public void With_nothing_in_flight_a_failover_is_over_with_the_promotion()
    {
        var world = SessionWorld.Connected();

        world.Relays[0].Lose();

        var completed = world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal((world.Relays[1].Endpoint, TimeSpan.Zero), (completed.NewRelay, completed.FailoverTime));
    }

    [Fact]
    public void A_successor_that_fails_at_once_belongs_to_the_same_failover()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");

        world.Relays[0].Lose();
        world.Advance(4);
        world.Relays[1].Lose();
        world.Advance(6);
        world.Relays[2].Ack(1);

        Assert.Single(world.EventsOf<SessionEvent.FailoverStarted>());
        var completed = world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(
            (world.Relays[0].Endpoint, world.Relays[2].Endpoint, TimeSpan.FromMilliseconds(10)),
            (completed.OldRelay, completed.NewRelay, completed.FailoverTime));
    }

    [Fact]
    public void The_same_relay_after_an_outage_counts_as_recovered_and_not_as_a_failover()
    {
        var world = SessionWorld.Connected(relays: 1);
        var send = world.Send("m1");

        world.Relays[0].Lose();
        Assert.Empty(world.EventsOf<SessionEvent.FailoverCompleted>());
        world.Relays[0].Open().Ack(1);

        Assert.True(send.HasReceipt);
        Assert.Equal(FailoverReason.Recovered, world.EventsOf<SessionEvent.FailoverCompleted>().Single().Reason);
        Assert.Equal(0, world.Session.Counters.Failovers);
    }

    [Fact]
    public void Whoever_replaced_the_primary_stays_when_the_old_one_returns()
    {
        var world = SessionWorld.Connected();

        world.Relays[0].Lose().Open();

        Assert.Equal(ConnectionPhase.Primary, world.Relays[1].Phase);
        Assert.Equal([false, true, true], world.Relays.Select(relay => relay.View.IsPublishing));
    }

    [Fact]
    public void A_protocol_error_of_the_primary_is_a_failover_like_any_other()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");

        world.Relays[0].SayBytes(new byte[] { 0x7F, 0x00 });
        world.Relays[1].Ack(1);
        world.Relays[2].Ack(1);

        Assert.True(send.HasReceipt);
        Assert.Equal(FailoverReason.ConnectionLost, world.EventsOf<SessionEvent.FailoverCompleted>().Single().Reason);
    }

    [Fact]
    public void Every_message_survives_the_loss_of_one_relay_after_another()
    {
        var world = SessionWorld.Connected();
        var sends = world.SendMany(50);

        for (var round = 0; round < 9; round++)
        {
            var relay = world.Relays[round % 3];
            relay.Lose().Open();
        }

        Array.ForEach(world.Relays, relay =>
        {
            if (relay.Topics.Count > 0)
            {
                relay.Ack(50);
            }
        });

        Assert.All(sends, send => Assert.True(send.HasReceipt));
        world.AssertNothingIsLeft();
    }
}
