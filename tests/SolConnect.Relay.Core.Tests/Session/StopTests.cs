using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>Drain waits for outcomes; stop ends everything, once.</summary>
public sealed class StopTests
{
    [Fact]
    public void Drained_is_said_once_every_send_has_its_outcome()
    {
        var world = SessionWorld.Connected();
        world.SendMany(2);

        world.Drain();
        world.Relays[0].Ack(2);
        world.Relays[1].Ack(1);
        Assert.Equal(0, world.Drains);
        world.Relays[1].Ack(2);

        Assert.Equal(1, world.Drains);
    }

    [Fact]
    public void A_drain_waits_for_receipts_and_not_for_retirement()
    {
        var world = new SessionWorld();
        world.Start();
        world.Relays[0].Open();
        var send = world.Send("m1");

        world.Drain();
        world.Relays[0].Ack(1);

        Assert.Equal(1, world.Drains);
        Assert.False(send.IsReleased);
    }

    [Fact]
    public void An_idle_session_is_drained_at_once()
    {
        var world = SessionWorld.Connected();

        world.Drain();

        Assert.Equal(1, world.Drains);
    }

    [Fact]
    public void Stop_ends_every_send_once_with_what_is_known_about_it()
    {
        var world = new SessionWorld();
        world.Start();
        world.Relays[0].Open();
        var sends = world.SendMany(3);
        world.Relays[0].Ack(1);
        world.Relays[0].Lose();
        var waiting = world.Send("never encoded");

        world.Stop();

        Assert.True(sends[0].HasReceipt);
        Assert.All(sends[1..], send => Assert.Equal(
            (SendOutcome.Stopped, DeliveryStatus.Unknown), (send.Outcome, send.Result!.Value.Status)));
        Assert.Equal((SendOutcome.Stopped, DeliveryStatus.NotSent), (waiting.Outcome, waiting.Result!.Value.Status));
        world.AssertNothingIsLeft();
        Assert.Equal(0, world.Session.Counters.Retained);
    }

    [Fact]
    public void Stop_ends_subscriptions_and_closes_connections_and_dials()
    {
        var world = new SessionWorld();
        world.Start();
        world.Relays[0].Open();
        var subscription = world.Subscribe();

        world.Stop();

        Assert.Equal(SubscriptionEndKind.Stopped, subscription.End!.Value.Kind);
        Assert.All(world.Relays, relay => Assert.Equal(CloseReason.Requested, relay.End!.Reason));
        Assert.Equal("Stopped 0", world.Transcript[^1]);
    }

    [Fact]
    public void Nothing_happens_after_the_stop()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Stop();
        var effects = world.Transcript.Count;

        foreach (var relay in world.Relays)
        {
            world.Step(SessionInput.DialSucceeded(relay.Connection));
            world.Step(SessionInput.ConnectionLost(relay.Connection, new(CloseReason.Reset, "late")));
        }

        world.Tick();
        world.Stop();

        Assert.Equal(effects, world.Transcript.Count);
        Assert.Equal(TransportState.Disconnected, world.Session.State);
    }

    [Fact]
    public void A_stopped_session_wants_no_further_tick()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Relays[0].Lose();

        world.Stop();

        Assert.Equal(Instant.Never, world.Session.NextDeadline);
    }
}
