using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>
/// When what is missing becomes a gap: when every relay has shown that it does not hold it, or HoldTime passed.
/// </summary>
public sealed class GapTests
{
    [Fact]
    public void A_message_that_every_log_went_past_is_a_gap_at_once()
    {
        var (world, subscription) = Live();

        Array.ForEach(world.Relays, relay => relay.Deliver(0, 1));
        world.Relays[0].Deliver(1, 3);
        world.Relays[1].Deliver(1, 3);
        Assert.Equal(["p1-1"], subscription.Texts);
        world.Relays[2].Deliver(1, 3);

        Assert.Equal(["p1-1", "p1-3"], subscription.Texts);
        Assert.Equal(Gap(2, 2, GapReason.Missing), subscription.Messages[1].GapBefore);
        Assert.Equal(Gap(2, 2, GapReason.Missing), world.EventsOf<SessionEvent.GapDetected>().Single().Gap);
        Assert.Equal(1, world.Session.Counters.Gaps);
    }

    [Fact]
    public void A_relay_that_answers_a_sync_has_shown_that_it_holds_nothing_more()
    {
        var (world, subscription) = Live();
        world.Relays[0].Deliver(0, 2);
        Assert.Equal([0, 1, 1], world.Relays.Select(relay => relay.Syncs.Count));

        world.Relays[1].Synced();
        Assert.Empty(subscription.Messages);
        world.Relays[2].Synced();

        Assert.Equal(["p1-2"], subscription.Texts);
        Assert.Equal(Gap(1, 1, GapReason.Missing), subscription.Messages[0].GapBefore);
    }

    [Fact]
    public void A_message_that_comes_before_the_answer_is_no_gap()
    {
        var (world, subscription) = Live();
        world.Relays[0].Deliver(0, 2);
        world.Relays[1].Synced();

        world.Relays[2].Deliver(0, 1).Synced();

        Assert.Equal(["p1-1", "p1-2"], subscription.Texts);
        Assert.Equal(0, world.Session.Counters.Gaps);
    }

    [Fact]
    public void An_answer_to_a_sync_from_before_the_miss_shows_nothing()
    {
        var (world, subscription) = Live(relays: 2);
        world.Relays[0].Deliver(0, 2);
        var old = world.Relays[1].Syncs[^1];
        world.Relays[1].Deliver(0, 1);
        world.Relays[0].Deliver(1, 4);

        world.Relays[1].Synced(old);
        Assert.Equal(["p1-1", "p1-2"], subscription.Texts);
        Assert.NotEqual(old, world.Relays[1].Syncs[^1]);
        world.Relays[1].Synced();

        Assert.Equal(["p1-1", "p1-2", "p1-4"], subscription.Texts);
    }

    [Fact]
    public void A_mark_is_evidence_of_what_came_before_it()
    {
        var (world, subscription) = Live(relays: 2);
        world.Relays[0].Deliver(0, 1);
        world.Relays[1].Deliver(0, 3, kind: RecordKind.Mark);
        Assert.Equal(0, world.Session.Counters.Gaps);

        world.Relays[0].Synced();

        Assert.Equal(Gap(2, 3, GapReason.Missing), world.EventsOf<SessionEvent.GapDetected>().Single().Gap);
        world.Relays[0].Deliver(1, 4);
        Assert.Equal(Gap(2, 3, GapReason.Missing), subscription.Messages[^1].GapBefore);
    }

    [Fact]
    public void What_was_trimmed_is_evidence_that_it_existed()
    {
        var world = SessionWorld.Connected(relays: 2);
        var subscription = world.Subscribe(start: SubscriptionStart.Earliest);
        world.Relays[0].Subscribed(SubscribeOutcome.Gap, next: 9, frontier: (1, 5));
        Assert.Equal(0, world.Session.Counters.Gaps);

        world.Relays[1].Subscribed().Deliver(0, 1).Deliver(1, 2);
        world.Relays[1].Synced();

        Assert.Equal(["p1-1", "p1-2"], subscription.Texts);
        Assert.Equal(Gap(3, 5, GapReason.Missing), world.EventsOf<SessionEvent.GapDetected>().Single().Gap);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_relay_that_cannot_be_asked_gets_the_hold_time(bool isConnected)
    {
        var (world, subscription) = Live(relays: 2, confirmed: 1);
        if (!isConnected)
        {
            world.Relays[1].Lose();
        }

        world.Relays[0].Deliver(0, 2);
        world.Advance(9_999);
        Assert.Empty(subscription.Messages);
        world.Advance(1);

        Assert.Equal(Gap(1, 1, GapReason.HoldTimeExpired), subscription.Messages.Single().GapBefore);
    }

    [Fact]
    public void What_a_relay_may_still_bring_is_not_given_up_with_what_it_has_gone_past()
    {
        var (world, subscription) = Live();
        world.Relays[2].Lose();
        world.Relays[0].Deliver(0, 5);
        world.Advance(5_000);
        world.Relays[1].Deliver(0, 3, kind: RecordKind.Mark);

        world.Advance(5_000);
        Assert.Equal(Gap(1, 3, GapReason.HoldTimeExpired), world.EventsOf<SessionEvent.GapDetected>().Single().Gap);
        world.Relays[1].Deliver(1, 4);

        Assert.Equal(["p1-4", "p1-5"], subscription.Texts);
        Assert.Equal(Gap(1, 3, GapReason.HoldTimeExpired), subscription.Messages[0].GapBefore);
        Assert.Equal(1, world.Session.Counters.Gaps);
    }

    [Fact]
    public void A_relay_that_returns_in_time_brings_what_is_missing()
    {
        var (world, subscription) = Live(relays: 2);
        world.Relays[1].Lose();
        world.Relays[0].Deliver(0, 2);
        world.Advance(5_000);

        world.Relays[1].Open().Subscribed(SubscribeOutcome.Resumed).Deliver(0, 1);

        Assert.Equal(["p1-1", "p1-2"], subscription.Texts);
        Assert.Equal(0, world.Session.Counters.Gaps);
    }

    [Fact]
    public void A_relay_that_still_delivers_is_waited_for()
    {
        var (world, subscription) = Live(relays: 2);
        world.Relays[0].Deliver(0, 2, producer: 1);

        for (var count = 0; count < 10; count++)
        {
            world.Advance(5_000);
            world.Relays[1].Deliver(count, count + 1, producer: 2);
        }

        world.Relays[1].Deliver(10, 1, producer: 1);

        Assert.Equal(0, world.Session.Counters.Gaps);
        Assert.Equal(["p1-1", "p1-2"], subscription.Texts.TakeLast(2));
    }

    [Fact]
    public void A_relay_that_refuses_the_topic_is_not_waited_for()
    {
        var (world, subscription) = Live(relays: 2, confirmed: 1);
        world.Relays[1].Subscribed(SubscribeOutcome.Refused);

        world.Relays[0].Deliver(0, 2);

        Assert.Equal(["p1-2"], subscription.Texts);
    }

    [Fact]
    public void A_relay_with_a_new_log_has_shown_nothing_of_it()
    {
        var (world, subscription) = Live(relays: 2);
        world.Relays[1].Deliver(0, 3).Lose();
        world.Relays[1].Log = new(Guid.NewGuid());
        world.Relays[1].Open().Subscribed();

        world.Relays[0].Deliver(0, 3);
        Assert.Equal(0, world.Session.Counters.Gaps);
        world.Relays[1].Deliver(0, 1).Deliver(1, 2);

        Assert.Equal(["p1-1", "p1-2", "p1-3"], subscription.Texts);
    }

    [Fact]
    public void Gaps_that_follow_each_other_are_told_as_one_before_the_next_message()
    {
        var (world, subscription) = Live(relays: 1);

        world.Relays[0].Deliver(0, 2, kind: RecordKind.Mark).Deliver(1, 5, kind: RecordKind.Mark).Deliver(2, 6);

        Assert.Equal(Gap(1, 5, GapReason.Missing), subscription.Messages.Single().GapBefore);
    }

    [Fact]
    public void A_subscription_that_may_not_lose_anything_ends_with_the_gap()
    {
        var (world, subscription) = Live(relays: 1, onGap: GapPolicy.Fault);

        world.Relays[0].Deliver(0, 1).Deliver(1, 3);

        Assert.Equal(["p1-1"], subscription.Texts);
        Assert.Equal(
            (SubscriptionEndKind.Gap, Gap(2, 2, GapReason.Missing)),
            (subscription.End!.Value.Kind, subscription.End.Value.Gap));
        Assert.Equal([1], world.Relays[0].Unsubscribes);
    }

    [Fact]
    public void The_end_with_a_gap_concerns_that_subscription_only()
    {
        var (world, faulted) = Live(relays: 1, onGap: GapPolicy.Fault);
        var other = world.Subscribe("u");
        world.Relays[0].Subscribed(subscription: 2);

        world.Relays[0].Deliver(0, 2).Deliver(1, 3).Deliver(0, 1, subscription: 2);

        Assert.NotNull(faulted.End);
        Assert.Equal(["p1-1"], other.Texts);
    }

    private static MessageGap Gap(long first, long last, GapReason reason) =>
        new(TestRelay.ProducerOf(1), 1, first, last, reason);

    private static (SessionWorld World, TestSubscription Subscription) Live(
        int relays = 3, int? confirmed = null, GapPolicy onGap = GapPolicy.Continue)
    {
        var world = SessionWorld.Connected(relays);
        var subscription = world.Subscribe(onGap: onGap);
        foreach (var relay in world.Relays.Take(confirmed ?? relays))
        {
            relay.Subscribed();
        }

        return (world, subscription);
    }
}
