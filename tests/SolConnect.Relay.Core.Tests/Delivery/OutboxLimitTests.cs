using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>What happens at each of the producer's limits.</summary>
public sealed class OutboxLimitTests
{
    [Fact]
    public void A_full_outbox_lets_the_oldest_message_with_a_receipt_go()
    {
        var world = new SessionWorld(options: new() { OutboxCapacity = 2 });
        world.Start();
        world.Relays[0].Open();
        var sends = world.SendMany(2);
        world.Relays[0].Ack(2);
        Assert.All(sends, send => Assert.False(send.IsReleased));

        world.Send("m3");

        Assert.Equal([true, false], sends.Select(send => send.IsReleased));
        Assert.Equal(2, world.Relays[0].Published[^1].Floor);
    }

    [Fact]
    public void Bytes_are_limited_like_messages()
    {
        var world = new SessionWorld(options: new() { OutboxBytes = 10 });
        world.Start();
        world.Relays[0].Open();
        var first = world.Send("12345");
        world.Relays[0].Ack(1);

        var second = world.Send("12345");
        Assert.False(first.IsReleased);
        world.Send("1");

        Assert.True(first.IsReleased);
        Assert.False(second.IsReleased);
    }

    [Fact]
    public void A_message_without_a_receipt_is_never_evicted()
    {
        var world = new SessionWorld(options: new() { OutboxCapacity = 2 });
        world.Start();
        world.Relays[0].Open();

        var sends = world.SendMany(4);

        Assert.All(sends, send => Assert.Null(send.Result));
        Assert.Equal(4, world.Session.Counters.Pending);
    }

    [Fact]
    public void Eviction_stops_at_the_first_message_that_has_no_receipt()
    {
        var world = new SessionWorld(options: new() { OutboxCapacity = 2 });
        world.Start();
        world.Relays[0].Open();
        var sends = world.SendMany(2);
        world.Relays[0].Ack(1);

        world.Send("m3");
        world.Send("m4");

        Assert.Equal([true, false], sends.Select(send => send.IsReleased));
        Assert.Null(sends[1].Result);
    }

    [Fact]
    public void What_was_evicted_is_settled_for_a_relay_that_joins()
    {
        var world = new SessionWorld(options: new() { OutboxCapacity = 1 });
        world.Start();
        world.Relays[0].Open();
        world.Send("m1");
        world.Relays[0].Ack(1);
        world.Send("m2");

        world.Relays[1].Open();

        Assert.Equal([1L], world.Relays[1].Marks);
        Assert.Equal([2L], world.Relays[1].Sequences);
    }

    [Fact]
    public void Numbers_that_are_not_retired_are_limited_even_when_all_of_them_are_tombstones()
    {
        var world = WorldAtNumberLimit(out var waiting);

        Assert.Equal(0, waiting.Sequence);
        world.Relays[1].Open().Ack(4);
        world.Relays[0].Ack(4);

        Assert.Equal(5, waiting.Sequence);
    }

    [Fact]
    public void What_is_settled_makes_room_for_new_numbers_although_only_one_relay_is_open()
    {
        var world = WorldAtNumberLimit(out var waiting);

        world.Relays[0].Ack(4);
        Assert.Equal(5, waiting.Sequence);
        world.Relays[0].Ack(5);

        Assert.True(waiting.HasReceipt);
    }

    [Fact]
    public void A_topic_beyond_the_limit_is_refused_and_the_known_ones_go_on()
    {
        var world = SessionWorld.Connected(options: new() { MaxTopics = 2 });
        world.Send("m1");
        world.Send("m1", "u");

        var refused = world.Send("m1", "v");
        var known = world.Send("m2");

        Assert.Equal(
            (SendOutcome.TooManyTopics, DeliveryStatus.NotSent), (refused.Outcome, refused.Result!.Value.Status));
        Assert.True(refused.IsReleased);
        Assert.Equal(2, known.Sequence);
        Assert.Equal(3, world.Session.Counters.Pending);
    }

    [Fact]
    public void Sends_that_come_in_together_are_judged_each_by_its_own_topic()
    {
        var world = SessionWorld.Connected(options: new() { MaxTopics = 2 });

        var sends = world.SendBatch(("m1", "t"), ("m1", "u"), ("m1", "v"), ("m2", "t"), ("m1", "w"), ("m2", "u"), ("m3", "t"));
        world.Relays[0].Ack(3);
        world.Relays[1].Ack(3);

        Assert.Equal([1L, 1, 0, 2, 0, 2, 3], sends.Select(send => send.Sequence));
        Assert.Equal(
            [SendOutcome.TooManyTopics, SendOutcome.TooManyTopics], [sends[2].Outcome!.Value, sends[4].Outcome!.Value]);
        Assert.Equal(
            [true, true, true], [sends[0].HasReceipt, sends[3].HasReceipt, sends[6].HasReceipt]);
        Assert.Equal(2, world.Session.Counters.Pending);
    }

    [Fact]
    public void A_relay_never_gets_more_unacknowledged_bytes_than_it_allows()
    {
        var world = new SessionWorld();
        world.Relays[0].Limits = world.Relays[0].Limits with { MaxInFlightBytes = 4 };
        world.Start();
        Array.ForEach(world.Relays, relay => relay.Open());

        world.SendMany(5);
        Assert.Equal([1L, 2], world.Relays[0].Sequences);
        Assert.Equal([1L, 2, 3, 4, 5], world.Relays[1].Sequences);

        world.Relays[0].Ack(2);
        Assert.Equal([1L, 2, 3, 4], world.Relays[0].Sequences);
    }

    [Fact]
    public void A_message_larger_than_the_window_goes_when_nothing_else_is_in_flight()
    {
        var world = new SessionWorld(relays: 1);
        world.Relays[0].Limits = world.Relays[0].Limits with { MaxInFlightBytes = 4 };
        world.Start();
        world.Relays[0].Open();

        world.Send("m1");
        world.Send("longer than four");
        Assert.Equal([1L], world.Relays[0].Sequences);
        world.Relays[0].Ack(1);

        Assert.Equal([1L, 2], world.Relays[0].Sequences);
    }

    [Fact]
    public void Messages_that_wait_for_a_write_share_it()
    {
        var world = SessionWorld.Connected();
        var relay = world.Relays[0];
        relay.IsStalled = true;
        world.Send("m1");
        world.Send("m2");
        var messages = relay.Messages;

        for (var count = 0; count < 50; count++)
        {
            world.Send("more");
        }

        Assert.Equal(2, relay.WritesOutstanding);
        Assert.Equal(messages, relay.Messages);
        relay.IsStalled = false;
        world.Tick();
        Assert.Equal(messages + 1, relay.Messages);
        Assert.Equal(52, relay.Sequences.Count());
    }

    private static SessionWorld WorldAtNumberLimit(out TestSend waiting)
    {
        var world = new SessionWorld(options: new() { OutboxCapacity = 2 });
        world.Start();
        world.Relays[0].Open();
        for (var count = 0; count < 4; count++)
        {
            world.Cancel(world.Send("abandoned"));
        }

        waiting = world.Send("m5");
        return world;
    }
}
