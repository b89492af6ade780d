using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>Which acks count: from the current connection, for what was sent there.</summary>
public sealed class AckValidityTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(long.MaxValue / 4)]
    public void An_ack_beyond_the_last_sequence_costs_the_connection_and_releases_nothing(long through)
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");
        world.Relays[1].Ack(1);

        world.Relays[0].Ack(through);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
        Assert.Equal(ErrorCode.Protocol, world.Relays[0].Errors.Single().Code);
        Assert.Contains(world.EventsOf<SessionEvent.Alert>(), alert => alert.Kind == AlertKind.RelayMisbehaved);
        Assert.Null(send.Result);
    }

    [Fact]
    public void An_ack_for_a_topic_that_the_relay_was_never_told_costs_the_connection()
    {
        var world = SessionWorld.Connected();

        world.Relays[0].Say(new AckFrame(1, 1).Write);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
    }

    [Fact]
    public void A_relay_that_publishes_nothing_cannot_acknowledge_what_others_were_sent()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");

        world.Relays[2].Say(new AckFrame(1, 1).Write);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[2].End!.Reason);
        Assert.Null(send.Result);
    }

    [Fact]
    public void An_ack_from_a_connection_that_is_gone_counts_for_nothing()
    {
        var world = SessionWorld.Connected(relays: 2);
        var send = world.Send("m1");
        var stale = world.Relays[0].Connection;
        world.Relays[0].Lose().Open();
        world.Relays[1].Ack(1);

        var ack = new WireBuffer();
        new AckFrame(1, 1).Write(ack);
        world.Step(SessionInput.Received(stale, ack.Written));

        Assert.Null(send.Result);
        world.Relays[0].Ack(1);
        Assert.True(send.HasReceipt);
    }

    [Fact]
    public void A_relay_that_kept_its_log_may_acknowledge_what_an_earlier_connection_brought()
    {
        var world = SessionWorld.Connected(relays: 2);
        var sends = world.SendMany(3);
        world.Relays[0].Lose();
        world.Relays[0].IsStalled = true;
        world.Relays[0].Open();

        world.Relays[0].Ack(3);
        world.Relays[1].Ack(3);

        Assert.All(sends, send => Assert.True(send.HasReceipt));
    }

    [Fact]
    public void A_relay_with_a_new_log_may_not_acknowledge_what_only_the_old_one_was_sent()
    {
        var world = SessionWorld.Connected(relays: 2);
        world.SendMany(3);
        world.Relays[0].Ack(3).Lose();
        world.Relays[0].Log = new(Guid.NewGuid());
        world.Relays[0].Limits = world.Relays[0].Limits with { MaxInFlightBytes = 2 };
        world.Relays[0].Open();
        Assert.Equal([1L], world.Relays[0].Sequences);

        world.Relays[0].Ack(3);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
    }

    [Fact]
    public void A_mark_is_acknowledged_like_a_message()
    {
        var world = SessionWorld.Connected();
        world.SendMany(2);
        world.Relays[0].Ack(2);
        world.Relays[1].Ack(2);
        world.Advance(1_000);
        Assert.Equal([2L], world.Relays[2].Marks);

        world.Relays[2].Ack(2);

        Assert.Null(world.Relays[2].End);
    }
}
