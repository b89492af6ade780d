using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>What a producer does when a relay does not take a message: go back, wait, or leave it out.</summary>
public sealed class RejectTests
{
    [Fact]
    public void A_relay_that_misses_something_is_sent_everything_from_the_floor_on()
    {
        var world = SessionWorld.Connected();
        world.SendMany(3);
        world.Relays[0].Published.Clear();

        world.Relays[0].Reject(3, expected: 2);

        Assert.Equal([1L, 2, 3], world.Relays[0].Sequences);
    }

    [Fact]
    public void Going_back_is_rate_limited()
    {
        var world = SessionWorld.Connected();
        world.SendMany(2);
        world.Relays[0].Reject(2, expected: 1);
        world.Relays[0].Published.Clear();

        world.Relays[0].Reject(2, expected: 1).Reject(2, expected: 1);
        world.Advance(249);
        Assert.Empty(world.Relays[0].Published);
        world.Advance(1);

        Assert.Equal([1L, 2], world.Relays[0].Sequences);
        world.Advance(1_000);
        Assert.Equal([1L, 2], world.Relays[0].Sequences);
    }

    [Fact]
    public void A_topic_that_waits_to_go_back_sends_nothing_new_there()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Relays[0].Reject(1, expected: 1).Reject(1, expected: 1);
        world.Relays[0].Published.Clear();

        world.Send("m2");
        Assert.Empty(world.Relays[0].Published);
        Assert.Equal([1L, 2], world.Relays[1].Sequences);
        world.Advance(250);

        Assert.Equal([1L, 2], world.Relays[0].Sequences);
    }

    [Fact]
    public void A_throttled_topic_waits_for_as_long_as_the_relay_asked()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Relays[0].Published.Clear();

        world.Relays[0].Reject(1, RejectCode.Throttled, retryAfter: TimeSpan.FromMilliseconds(700));
        world.Advance(699);
        Assert.Empty(world.Relays[0].Published);
        world.Advance(1);

        Assert.Equal([1L], world.Relays[0].Sequences);
    }

    [Fact]
    public void A_pause_ends_with_its_connection()
    {
        var world = SessionWorld.Connected(relays: 2);
        world.Send("m1");
        world.Relays[0].Reject(1, RejectCode.Throttled, retryAfter: TimeSpan.FromSeconds(20));

        world.Relays[0].Lose().Open();

        Assert.Equal([1L], world.Relays[0].Sequences);
    }

    [Theory]
    [InlineData(RejectCode.TopicDenied)]
    [InlineData(RejectCode.MessageTooLarge)]
    [InlineData(RejectCode.TooManyTopics)]
    public void A_relay_that_refuses_a_topic_for_good_is_replaced_by_another_one(object code)
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");

        world.Relays[0].Reject(1, (RejectCode)code);
        Assert.Equal([1L], world.Relays[2].Sequences);
        world.Relays[1].Ack(1);
        Assert.Null(send.Result);
        world.Relays[2].Ack(1);

        Assert.True(send.HasReceipt);
        Assert.Contains(world.EventsOf<SessionEvent.Alert>(), alert => alert.Kind == AlertKind.TopicRefused);
    }

    [Fact]
    public void A_refusal_concerns_one_topic_only()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Relays[0].Reject(1, RejectCode.TopicDenied);
        world.Relays[0].Published.Clear();

        world.Send("m2");
        world.Send("other", "u");

        Assert.Equal([new Published(RecordKind.Message, "u", 1, 1, "other")], world.Relays[0].Published);
    }

    [Fact]
    public void When_all_but_one_have_refused_the_last_ones_ack_is_enough()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");

        world.Relays[0].Reject(1, RejectCode.TopicDenied);
        world.Relays[1].Reject(1, RejectCode.TopicDenied);
        world.Relays[2].Ack(1);

        Assert.Equal(1, send.Result!.Value.Acks);
        Assert.True(send.IsReleased);
    }

    [Fact]
    public void When_every_relay_has_refused_the_send_is_rejected_and_so_are_later_ones()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");

        foreach (var relay in world.Relays)
        {
            Assert.Null(send.Result);
            relay.Reject(1, RejectCode.TopicDenied);
        }

        var later = world.Send("m2");

        Assert.Equal((SendOutcome.Rejected, DeliveryStatus.Rejected), (send.Outcome, send.Result!.Value.Status));
        Assert.Equal((SendOutcome.Rejected, 0L), (later.Outcome, later.Sequence));
        world.AssertNothingIsLeft();
    }

    [Fact]
    public void A_refusal_holds_for_its_connection_only()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        Array.ForEach(world.Relays, relay => relay.Reject(1, RejectCode.TopicDenied));

        Array.ForEach(world.Relays, relay => relay.Lose());
        Array.ForEach(world.Relays, relay => relay.Open());
        var send = world.Send("m2");
        Array.ForEach(world.Relays[..2], relay => relay.Ack(2));

        Assert.True(send.HasReceipt);
    }

    [Fact]
    public void A_relay_that_takes_no_more_topics_counts_as_one_that_refuses_this_one()
    {
        var world = new SessionWorld();
        world.Relays[0].Limits = world.Relays[0].Limits with { MaxTopics = 1 };
        world.Start();
        Array.ForEach(world.Relays, relay => relay.Open());

        world.Send("m1");
        world.Send("other", "u");

        Assert.Equal(["t"], world.Relays[0].Topics);
        Assert.Equal(["u"], world.Relays[2].Topics);
    }
}
