using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>How long a message is kept after its receipt, and what a floor says.</summary>
public sealed class RetirementTests
{
    [Fact]
    public void A_message_is_let_go_when_enough_distinct_logs_have_it()
    {
        var world = SessionWorld.Connected();
        var sends = world.SendMany(2);
        Assert.Equal(2, world.Session.Counters.Retained);

        world.Relays[0].Ack(2);
        world.Relays[1].Ack(1);

        Assert.Equal([true, false], sends.Select(send => send.IsReleased));
        Assert.Equal(1, world.Session.Counters.Retained);
    }

    [Fact]
    public void A_receipt_on_fewer_logs_keeps_the_message_and_the_next_relay_is_topped_up()
    {
        var world = new SessionWorld();
        world.Start();
        world.Relays[0].Open();
        var send = world.Send("m1");
        world.Relays[0].Ack(1);
        Assert.True(send.HasReceipt);
        Assert.False(send.IsReleased);

        world.Relays[1].Open();
        Assert.Equal([new Published(RecordKind.Message, "t", 1, 1, "m1")], world.Relays[1].Published);
        world.Relays[1].Ack(1);

        Assert.True(send.IsReleased);
    }

    [Fact]
    public void A_relay_that_comes_back_with_another_log_is_filled_up_again()
    {
        var world = new SessionWorld(relays: 2);
        world.Start();
        world.Relays[0].Open();
        var send = world.Send("m1");
        world.Relays[0].Ack(1).Lose();

        world.Relays[0].Log = new(Guid.NewGuid());
        world.Relays[0].Open();
        world.Relays[1].Open().Ack(1);
        Assert.False(send.IsReleased);
        Assert.Equal([1L], world.Relays[0].Sequences);
        world.Relays[0].Ack(1);

        Assert.True(send.IsReleased);
    }

    [Fact]
    public void A_relay_that_comes_back_with_its_log_still_counts()
    {
        var world = new SessionWorld(relays: 2);
        world.Start();
        world.Relays[0].Open();
        var send = world.Send("m1");
        world.Relays[0].Ack(1).Lose().Open();

        world.Relays[1].Open().Ack(1);

        Assert.True(send.IsReleased);
    }

    [Fact]
    public void A_new_log_voids_the_acks_on_messages_that_have_no_receipt()
    {
        var world = SessionWorld.Connected(relays: 2);
        var send = world.Send("m1");
        world.Relays[0].Ack(1).Lose();
        world.Relays[0].Log = new(Guid.NewGuid());
        world.Relays[0].Open();

        world.Relays[1].Ack(1);
        Assert.Null(send.Result);
        world.Relays[0].Ack(1);

        Assert.Equal(2, send.Result!.Value.Acks);
    }

    [Fact]
    public void Every_frame_carries_the_lowest_number_that_still_matters()
    {
        var world = SessionWorld.Connected();
        world.SendMany(3);
        world.Relays[0].Ack(2);
        world.Relays[1].Ack(2);

        world.SendMany(2);

        Assert.Equal([1L, 1, 1, 3, 3], world.Relays[0].Published.Select(record => record.Floor));
    }

    [Fact]
    public void A_relay_that_joins_gets_what_is_settled_as_a_mark_and_everything_after_it()
    {
        var world = SessionWorld.Connected();
        world.SendMany(4);
        world.Relays[0].Ack(2);
        world.Relays[1].Ack(3);

        world.Relays[0].Lose();

        Assert.Equal(
            [
                new Published(RecordKind.Mark, "t", 2),
                new Published(RecordKind.Message, "t", 3, 3, "m3"),
                new Published(RecordKind.Message, "t", 4, 3, "m4"),
            ],
            world.Relays[2].Published);
    }

    [Fact]
    public void A_topics_numbers_go_on_after_all_its_messages_were_let_go()
    {
        var world = SessionWorld.Connected();
        world.SendMany(2);
        world.Relays[0].Ack(2);
        world.Relays[1].Ack(2);
        world.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(3, world.Send("m3").Sequence);
    }
}
