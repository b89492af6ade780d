using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>What the machine tells for checkpoints, and when it must not.</summary>
public sealed class CheckpointPositionTests
{
    [Fact]
    public void A_confirmed_log_is_known_with_where_it_stands()
    {
        var world = SessionWorld.Connected();
        var subscription = world.Subscribe();

        world.Relays[1].Subscribed(next: 7);

        Assert.Equal([new(world.Relays[1].Log, 7)], subscription.Progress.ToCheckpoint().Positions);
    }

    [Fact]
    public void What_waits_for_the_application_is_not_covered()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed().Deliver(0, 1).Deliver(1, 2);

        Assert.Equal(0, OffsetIn(subscription, world.Relays[0]));
        world.Consume(subscription, 1);
        Assert.Equal(1, OffsetIn(subscription, world.Relays[0]));
        world.Consume(subscription);

        Assert.Equal(2, OffsetIn(subscription, world.Relays[0]));
        Assert.Equal(2, subscription.Progress.ToCheckpoint().LastMessages.Single().Sequence);
    }

    [Fact]
    public void While_anything_is_held_no_position_moves()
    {
        var world = SessionWorld.Connected(relays: 2);
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed();
        world.Relays[1].Subscribed();

        world.Relays[0].Deliver(0, 2);
        world.Relays[1].Deliver(0, 1, producer: 2);
        world.Consume(subscription);
        Assert.Equal((0, 0), (OffsetIn(subscription, world.Relays[0]), OffsetIn(subscription, world.Relays[1])));

        world.Relays[1].Deliver(1, 1);
        world.Consume(subscription);

        Assert.Equal((1, 2), (OffsetIn(subscription, world.Relays[0]), OffsetIn(subscription, world.Relays[1])));
    }

    [Fact]
    public void Many_frames_in_one_message_move_the_position_once()
    {
        var world = SessionWorld.Connected(relays: 1);
        world.Subscribe();
        world.Relays[0].Subscribed();
        world.Transcript.Clear();

        world.Relays[0].Say([.. Enumerable.Range(0, 50).Select(offset => TestRelay.DeliverOf(offset, offset + 1))]);

        Assert.Single(world.Transcript, line => line.StartsWith("Reached", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tombstone_is_accounted_for()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed().Deliver(0, 1).Deliver(1, 2, kind: RecordKind.Tombstone);

        world.Consume(subscription);

        Assert.Equal(2, subscription.Progress.ToCheckpoint().LastMessages.Single().Sequence);
        Assert.Equal(2, OffsetIn(subscription, world.Relays[0]));
    }

    [Fact]
    public void What_is_older_than_the_subscription_is_accounted_for()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe();

        world.Relays[0].Subscribed(next: 50, frontier: (1, 50));

        Assert.Equal(50, subscription.Progress.ToCheckpoint().LastMessages.Single().Sequence);
    }

    [Fact]
    public void A_gap_is_accounted_for_only_by_the_message_that_carries_it()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed().Deliver(0, 1).Deliver(1, 4, kind: RecordKind.Mark);
        world.Consume(subscription);
        world.Relays[0].Deliver(2, 5, kind: RecordKind.Tombstone);
        Assert.Single(world.EventsOf<Core.Session.SessionEvent.GapDetected>());
        Assert.Equal(1, subscription.Progress.ToCheckpoint().LastMessages.Single().Sequence);

        world.Relays[0].Deliver(3, 6);
        world.Consume(subscription);

        Assert.NotNull(subscription.Messages[^1].GapBefore);
        Assert.Equal(6, subscription.Progress.ToCheckpoint().LastMessages.Single().Sequence);
    }

    private static long OffsetIn(TestSubscription subscription, TestRelay relay) =>
        subscription.Progress.ToCheckpoint().OffsetIn(relay.Log) ?? -1;
}
