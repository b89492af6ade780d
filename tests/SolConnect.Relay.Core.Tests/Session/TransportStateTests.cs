using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>What the transport says it can do.</summary>
public sealed class TransportStateTests
{
    [Fact]
    public void The_state_follows_how_many_relays_of_the_set_are_open()
    {
        var world = new SessionWorld();
        Assert.Equal(TransportState.Disconnected, world.Session.State);

        world.Start();
        world.Relays[0].Open();
        world.Relays[1].Open();
        world.Relays[2].Open().Lose();
        world.Relays[1].Lose();
        world.Relays[0].Lose();
        world.Relays[1].Open();
        world.Stop();

        Assert.Equal(
            [
                TransportState.Connecting, TransportState.Degraded, TransportState.Connected, TransportState.Degraded,
                TransportState.Offline, TransportState.Degraded, TransportState.Disconnected,
            ],
            world.EventsOf<SessionEvent.StateChanged>().Select(change => change.New));
    }

    [Fact]
    public void Each_change_names_the_state_before()
    {
        var world = SessionWorld.Connected();
        Array.ForEach(world.Relays, relay => relay.Lose());
        world.Stop();

        var changes = world.EventsOf<SessionEvent.StateChanged>().ToList();

        Assert.Equal(TransportState.Disconnected, changes[0].Old);
        Assert.Equal(changes.Select(change => change.New).SkipLast(1), changes.Select(change => change.Old).Skip(1));
    }

    [Fact]
    public void A_transport_that_never_reached_a_relay_is_still_connecting()
    {
        var world = new SessionWorld();
        world.Start();
        world.Advance(250);

        Array.ForEach(world.Relays, relay => relay.FailDial());

        Assert.Equal(TransportState.Connecting, world.Session.State);
    }

    [Fact]
    public void Being_offline_raises_an_alert()
    {
        var world = SessionWorld.Connected(relays: 1);
        world.Relays[0].Lose();

        Assert.Equal(AlertKind.Offline, world.EventsOf<SessionEvent.Alert>().Single().Kind);
    }

    [Fact]
    public void Sends_wait_while_no_relay_is_open()
    {
        var world = SessionWorld.Connected(relays: 1);
        world.Relays[0].Lose();
        var send = world.Send("m1");
        Assert.Null(send.Result);

        world.Relays[0].Open().Ack(1);

        Assert.True(send.HasReceipt);
    }

    [Fact]
    public void The_version_of_the_views_moves_with_every_change_of_phase()
    {
        var world = new SessionWorld();
        var versions = new List<long> { world.Session.RelaysVersion };

        world.Start();
        versions.Add(world.Session.RelaysVersion);
        world.Relays[0].Accept().Welcome();
        versions.Add(world.Session.RelaysVersion);
        world.Relays[0].GoAway();
        versions.Add(world.Session.RelaysVersion);
        world.Relays[0].Lose();
        versions.Add(world.Session.RelaysVersion);

        Assert.Equal(versions.Order().Distinct(), versions);
    }
}
