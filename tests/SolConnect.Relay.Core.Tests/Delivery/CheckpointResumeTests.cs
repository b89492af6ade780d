using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>A subscription of a new process goes on behind the checkpoint of an earlier one.</summary>
public sealed class CheckpointResumeTests
{
    [Fact]
    public void A_known_log_is_resumed_at_its_position_and_an_unknown_one_read_from_its_beginning()
    {
        var world = SessionWorld.Connected(relays: 2);

        world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 42));

        var known = world.Relays[0].Subscribes.Single();
        Assert.Equal((StartKind.Position, new LogPosition(world.Relays[0].Log, 42)), (known.Kind, known.Start));
        Assert.Equal(StartKind.Earliest, world.Relays[1].Subscribes.Single().Kind);
    }

    [Fact]
    public void What_the_checkpoint_covers_is_not_handed_out_again()
    {
        var world = SessionWorld.Connected(relays: 2);
        var subscription = world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 42, (1, 2)));

        world.Relays[1].Subscribed(end: 3).Deliver(0, 1).Deliver(1, 2).Deliver(2, 3);

        Assert.Equal(["p1-3"], subscription.Texts);
        Assert.True(subscription.Messages.Single().IsRedelivery);
    }

    [Fact]
    public void What_was_trimmed_while_nobody_read_is_a_gap()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 2, (1, 2)));

        world.Relays[0].Subscribed(SubscribeOutcome.Gap, next: 5, frontier: (1, 5)).Deliver(5, 6);

        var gap = world.EventsOf<SessionEvent.GapDetected>().Single().Gap;
        Assert.Equal((3, 5), (gap.First, gap.Last));
        Assert.Equal(gap, subscription.Messages.Single().GapBefore);
    }

    [Fact]
    public void A_frontier_that_the_checkpoint_covers_is_no_news()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 42, (1, 9)));

        world.Relays[0].Subscribed(SubscribeOutcome.Resumed, next: 42, frontier: (1, 9)).Deliver(42, 10);

        Assert.Equal(["p1-10"], subscription.Texts);
        Assert.Empty(world.EventsOf<SessionEvent.GapDetected>());
        Assert.Empty(world.Relays[0].Syncs);
    }

    [Fact]
    public void What_only_an_unreachable_relay_holds_is_waited_for()
    {
        var world = new SessionWorld(relays: 2);
        world.Start();
        world.Relays[0].Open();
        var subscription = world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 1, (1, 1)));

        world.Relays[0].Subscribed(SubscribeOutcome.Resumed, next: 1, frontier: (1, 1)).Deliver(1, 3);
        Assert.Empty(subscription.Messages);
        world.Relays[1].Open().Subscribed(end: 2).Deliver(0, 1).Deliver(1, 2);

        Assert.Equal(["p1-2", "p1-3"], subscription.Texts);
    }

    [Fact]
    public void A_log_that_comes_after_the_resume_is_read_from_its_beginning()
    {
        var world = SessionWorld.Connected(relays: 1);
        world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 42));
        world.Relays[0].Subscribed(SubscribeOutcome.Resumed, next: 42).Lose();

        world.Relays[0].Log = new(Guid.NewGuid());
        world.Relays[0].Open();

        Assert.Equal(StartKind.Earliest, world.Relays[0].Subscribes.Single().Kind);
    }

    [Fact]
    public void Doors_to_one_log_share_the_position_of_the_checkpoint()
    {
        var world = new SessionWorld(relays: 2);
        world.Relays[1].Log = world.Relays[0].Log;
        world.Start();
        world.Relays[0].Open();
        world.Relays[1].Open();

        world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 42));

        Assert.All(world.Relays, relay => Assert.Equal(42, relay.Subscribes.Single().Start.Offset));
    }

    [Fact]
    public void More_producers_than_are_remembered_leave_those_that_were_heard_of_last()
    {
        var world = SessionWorld.Connected(relays: 1, options: new() { MaxProducers = 2 });
        var subscription = world.Subscribe(resumeFrom: Checkpoint(world.Relays[0], 9, (1, 5), (2, 6), (3, 7)));

        world.Relays[0].Subscribed(SubscribeOutcome.Resumed, next: 9)
            .Deliver(9, 7, producer: 2).Deliver(10, 8, producer: 3);

        Assert.Equal(["p2-7", "p3-8"], subscription.Texts);
    }

    private static SubscriptionCheckpoint Checkpoint(
        TestRelay relay, long offset, params (int Producer, long Sequence)[] last) => new(
            "t", [new(relay.Log, offset)],
            [.. last.Select(each => new MessageId(TestRelay.ProducerOf(each.Producer), 1, each.Sequence))]);
}
