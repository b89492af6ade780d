using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>When a message gets its number, and what a send that ends without a receipt leaves behind.</summary>
public sealed class SendOutcomeTests
{
    private static readonly SessionOptions Short = new() { MessageTimeout = TimeSpan.FromSeconds(5) };

    [Fact]
    public void A_message_has_no_number_until_it_is_encoded_for_a_relay()
    {
        var world = new SessionWorld();
        world.Start();

        var send = world.Send("m1");
        Assert.Equal(0, send.Sequence);

        world.Relays[0].Open();
        Assert.Equal(1, send.Sequence);
    }

    [Fact]
    public void Numbers_follow_the_order_of_the_sends_in_each_topic()
    {
        var world = SessionWorld.Connected();

        world.Together(() =>
        {
            foreach (var topic in new[] { "t", "u", "t", "u", "t" })
            {
                world.Send("m", topic);
            }
        });

        Assert.Equal([1L, 2, 3], SequencesOf("t"));
        Assert.Equal([1L, 2], SequencesOf("u"));

        IEnumerable<long> SequencesOf(string topic) =>
            world.Relays[0].Published.Where(record => record.Topic == topic).Select(record => record.Sequence);
    }

    [Fact]
    public void A_send_cancelled_before_it_was_encoded_takes_no_number()
    {
        var world = new SessionWorld();
        world.Start();
        var cancelled = world.Send("cancelled");
        world.Send("kept");

        world.Cancel(cancelled);
        world.Relays[0].Open();

        Assert.Equal(
            (SendOutcome.Cancelled, DeliveryStatus.NotSent), (cancelled.Outcome, cancelled.Result!.Value.Status));
        Assert.True(cancelled.IsReleased);
        Assert.Equal([new Published(RecordKind.Message, "t", 1, 1, "kept")], world.Relays[0].Published);
    }

    [Fact]
    public void The_counters_know_since_when_the_oldest_send_has_waited()
    {
        var world = SessionWorld.Connected(relays: 1);
        var counters = world.Session.Counters;
        Assert.Equal(Instant.Never.Ticks, counters.OldestPendingAt);
        var first = world.Now;
        world.Send("m1");
        world.Advance(5);
        var second = world.Now;
        world.Send("m2");
        Assert.Equal(first.Ticks, counters.OldestPendingAt);

        world.Relays[0].Ack(1);
        Assert.Equal(second.Ticks, counters.OldestPendingAt);
        world.Relays[0].Ack(2);

        Assert.Equal(Instant.Never.Ticks, counters.OldestPendingAt);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(40)]
    public void However_many_waiting_sends_are_cancelled_the_others_keep_their_order(int every)
    {
        var world = new SessionWorld();
        world.Start();
        var sends = world.SendMany(100);

        for (var index = 0; index < sends.Length; index++)
        {
            if (index % (every + 1) != 0)
            {
                world.Cancel(sends[index]);
            }
        }

        world.Relays[0].Open();

        var kept = sends.Where(send => send.Outcome is null).ToList();
        Assert.Equal((sends.Length + every) / (every + 1), kept.Count);
        Assert.Equal(Enumerable.Range(1, kept.Count), kept.Select(send => (int)send.Sequence));
    }

    [Fact]
    public void A_send_cancelled_after_it_was_encoded_may_have_been_delivered_and_keeps_its_number()
    {
        var world = SessionWorld.Connected();
        var sends = world.SendMany(3);

        world.Cancel(sends[1]);

        var result = sends[1].Result!.Value;
        Assert.Equal(
            (SendOutcome.Cancelled, DeliveryStatus.Unknown, 2L), (result.Outcome, result.Status, result.Id.Sequence));
    }

    [Fact]
    public void A_relay_that_joins_gets_a_tombstone_in_the_place_of_an_abandoned_message()
    {
        var world = new SessionWorld();
        world.Start();
        world.Relays[0].Open();
        var sends = world.SendMany(3);

        world.Cancel(sends[1]);
        world.Relays[1].Open();

        Assert.Equal(
            [
                new Published(RecordKind.Message, "t", 1, 1, "m1"),
                new Published(RecordKind.Tombstone, "t", 2, 1),
                new Published(RecordKind.Message, "t", 3, 1, "m3"),
            ],
            world.Relays[1].Published);
    }

    [Theory]
    [InlineData(false, DeliveryStatus.NotSent, "nothing was encoded while no relay was open")]
    [InlineData(true, DeliveryStatus.Unknown, "it was on its way")]
    public void A_send_ends_when_its_time_is_up(bool encoded, DeliveryStatus status, string why)
    {
        var world = new SessionWorld(options: Short);
        world.Start();
        if (encoded)
        {
            world.Relays[0].Open();
        }

        var send = world.Send("m1");
        world.Advance(4_999);
        Assert.Null(send.Result);
        world.Advance(1);

        var result = send.Result!.Value;
        Assert.True((SendOutcome.TimedOut, status) == (result.Outcome, result.Status), why);
        Assert.Equal(TimeSpan.FromSeconds(5), result.Elapsed);
        Assert.True(send.IsReleased);
    }

    [Fact]
    public void Time_spent_in_front_of_the_outbox_counts()
    {
        var world = new SessionWorld(options: Short);
        world.Start();
        var send = new TestSend("t", "m1") { AcceptedAt = world.Now - TimeSpan.FromSeconds(3) };

        world.Step(SessionInput.Publish(new([send])));
        world.Advance(2_000);

        Assert.Equal(SendOutcome.TimedOut, send.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(5), send.Result!.Value.Elapsed);
    }

    [Fact]
    public void An_expired_message_is_replaced_by_a_tombstone_for_a_relay_that_has_not_seen_it()
    {
        var world = new SessionWorld(options: Short);
        world.Start();
        world.Relays[0].Open();
        world.Send("late");
        world.Advance(5_000);

        world.Relays[1].Open();
        world.Send("next");

        Assert.Equal(
            [new Published(RecordKind.Tombstone, "t", 1, 1), new Published(RecordKind.Message, "t", 2, 1, "next")],
            world.Relays[1].Published);
    }

    [Fact]
    public void A_tombstone_that_enough_logs_acknowledged_is_retired_without_another_outcome()
    {
        var world = SessionWorld.Connected();
        var sends = world.SendMany(2);
        world.Cancel(sends[0]);

        world.Relays[0].Ack(2);
        world.Relays[1].Ack(2);
        world.Send("m3");

        Assert.True(sends[1].HasReceipt);
        Assert.Equal(3, world.Relays[0].Published[^1].Floor);
    }

    [Fact]
    public void Cancelling_a_send_that_has_its_outcome_changes_nothing()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");
        world.Relays[0].Ack(1);
        world.Relays[1].Ack(1);
        var effects = world.Transcript.Count;

        world.Cancel(send);

        Assert.True(send.HasReceipt);
        Assert.Equal(effects, world.Transcript.Count);
    }
}
