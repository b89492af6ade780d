using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>Several logs become one stream: each message once, each producer's messages in order.</summary>
public sealed class MergeOrderTests
{
    [Fact]
    public void A_message_that_every_relay_delivers_is_handed_out_once()
    {
        var (world, subscription) = Live();

        Array.ForEach(world.Relays, relay => relay.Deliver(0, 1));

        Assert.Equal(["p1-1"], subscription.Texts);
        Assert.Equal(2, world.Session.Counters.DuplicatesDropped);
        Assert.Equal(1, world.Session.Counters.MessagesReceived);
    }

    [Fact]
    public void A_message_is_handed_out_as_it_was_sent()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 1, producer: 4, generation: 2);

        var message = subscription.Messages.Single();
        Assert.Equal(
            ("t", new MessageId(TestRelay.ProducerOf(4), 2, 1), 1_700_000_000_000),
            (message.Topic, message.Id, message.SentAt.ToUnixTimeMilliseconds()));
        Assert.Null(message.GapBefore);
        Assert.False(message.IsRedelivery);
    }

    [Fact]
    public void A_later_message_waits_for_the_one_that_is_missing()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 2).Deliver(1, 3);
        Assert.Empty(subscription.Messages);
        world.Relays[1].Deliver(0, 1);

        Assert.Equal(["p1-1", "p1-2", "p1-3"], subscription.Texts);
    }

    [Fact]
    public void Other_producers_do_not_wait_with_it()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 2, producer: 1).Deliver(1, 1, producer: 2);

        Assert.Equal(["p2-1"], subscription.Texts);
    }

    [Fact]
    public void Generations_of_a_producer_are_streams_of_their_own()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 1, generation: 2);
        world.Relays[1].Deliver(0, 1, generation: 1).Deliver(1, 2, generation: 1);

        Assert.Equal([(2, 1), (1, 1), (1, 2)], subscription.Messages.Select(message =>
            ((int)message.Id.Generation, (int)message.Id.Sequence)));
    }

    [Fact]
    public void A_message_that_is_held_already_is_not_held_twice()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 2);
        world.Relays[1].Deliver(0, 2);
        world.Relays[2].Deliver(0, 1).Deliver(1, 2);

        Assert.Equal(["p1-1", "p1-2"], subscription.Texts);
    }

    [Fact]
    public void A_tombstone_takes_its_place_and_is_not_handed_out()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 1).Deliver(1, 2, kind: RecordKind.Tombstone).Deliver(2, 3);

        Assert.Equal(["p1-1", "p1-3"], subscription.Texts);
        Assert.All(subscription.Messages, message => Assert.Null(message.GapBefore));
    }

    [Fact]
    public void A_tombstone_that_came_early_lets_its_successor_go()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 2, kind: RecordKind.Tombstone).Deliver(1, 3);
        world.Relays[1].Deliver(0, 1);

        Assert.Equal(["p1-1", "p1-3"], subscription.Texts);
    }

    [Fact]
    public void What_was_published_before_the_start_is_not_missing()
    {
        var world = SessionWorld.Connected();
        var subscription = world.Subscribe();
        Array.ForEach(world.Relays, relay => relay.Subscribed(frontier: (1, 41)));

        world.Relays[0].Deliver(0, 42);

        Assert.Equal(["p1-42"], subscription.Texts);
        Assert.Equal(0, world.Session.Counters.Gaps);
    }

    [Fact]
    public void A_frontier_may_span_several_frames()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe();

        world.Relays[0].Subscribed(more: true, frontier: (1, 41));
        Assert.Equal(0, subscription.Confirmations);
        world.Relays[0].Subscribed(frontier: (2, 7)).Deliver(0, 42, producer: 1).Deliver(1, 8, producer: 2);

        Assert.Equal(["p1-42", "p2-8"], subscription.Texts);
    }

    [Fact]
    public void A_fresh_frontier_of_a_later_relay_frees_what_was_held_for_it()
    {
        var world = SessionWorld.Connected(relays: 2);
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed().Deliver(0, 5);
        Assert.Empty(subscription.Messages);

        world.Relays[1].Subscribed(frontier: (1, 4));

        Assert.Equal(["p1-5"], subscription.Texts);
        Assert.Null(subscription.Messages[0].GapBefore);
    }

    [Fact]
    public void A_relay_that_goes_back_in_its_log_breaks_the_protocol()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(3, 1).Deliver(3, 2);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
        Assert.Equal(["p1-1"], subscription.Texts);
    }

    [Fact]
    public void A_loss_in_the_middle_repeats_nothing_and_skips_nothing()
    {
        var (world, subscription) = Live();
        world.Relays[0].Deliver(0, 1).Deliver(1, 2);
        world.Relays[0].Lose();
        world.Relays[1].Deliver(0, 1).Deliver(1, 2).Deliver(2, 3);

        world.Relays[0].Open().Subscribed(SubscribeOutcome.Resumed, next: 2).Deliver(2, 3).Deliver(3, 4);

        Assert.Equal(["p1-1", "p1-2", "p1-3", "p1-4"], subscription.Texts);
    }

    private static (SessionWorld World, TestSubscription Subscription) Live()
    {
        var world = SessionWorld.Connected();
        var subscription = world.Subscribe();
        Array.ForEach(world.Relays, relay => relay.Subscribed());
        return (world, subscription);
    }
}
