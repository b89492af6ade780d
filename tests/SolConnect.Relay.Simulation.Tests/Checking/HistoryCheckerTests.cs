using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Simulation.Checking;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Tests.Checking;

/// <summary>Each promise with a history that just keeps it and one that just breaks it.</summary>
public class HistoryCheckerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_message_that_is_sent_stored_and_handed_out_keeps_every_promise() =>
        AssertKept(new Story().Subscribe().Send(0, 1).Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void A_receipted_message_that_is_never_handed_out_is_a_silent_loss() =>
        AssertBroken(Promise.NoSilentLoss, new Story().Subscribe().Send(0, 1).Checkpoint().Stop());

    [Fact]
    public void One_that_is_reported_as_lost_with_every_log_is_no_silent_loss() =>
        AssertKept(new Story().Subscribe().Send(0, 1).LoseLog(0).LoseLog(1).Gap(1, 1).Checkpoint().Stop());

    [Fact]
    public void What_was_published_before_the_subscription_is_not_owed_to_it() =>
        AssertKept(new Story().Send(0, 1).Subscribe().Checkpoint().Stop());

    [Fact]
    public void From_the_earliest_on_it_is_owed_as_long_as_a_log_keeps_it() => AssertBroken(
        Promise.NoSilentLoss, new Story().Send(0, 1).Subscribe(SubscriptionStart.Earliest).Checkpoint().Stop());

    [Fact]
    public void From_the_earliest_on_nothing_is_owed_that_retention_may_have_trimmed() => AssertKept(
        new Story { Retention = 1 }.Send(0, 1).Send(1, 2)
            .Subscribe(SubscriptionStart.Earliest).Deliver(1, 2).Checkpoint().Stop());

    [Fact]
    public void A_gap_over_what_a_log_has_held_for_a_while_is_false() => AssertBroken(
        Promise.NoFalseGap, new Story().Subscribe().Send(0, 1).Wait(2 * Second).Gap(1, 1).Checkpoint().Stop());

    [Fact]
    public void A_gap_that_crosses_a_top_up_on_its_way_is_not_false() =>
        AssertKept(new Story().Subscribe().Send(0, 1).Gap(1, 1).Checkpoint().Stop());

    [Fact]
    public void A_gap_after_the_hold_time_is_not_false_while_the_relay_is_out_of_reach() => AssertKept(
        new Story().Subscribe().Send(0, 1).LoseRelay(Story.Subscriber, 0).LoseRelay(Story.Subscriber, 1)
            .Wait(12 * Second).Gap(1, 1, GapReason.HoldTimeExpired).Checkpoint().Stop());

    [Fact]
    public void A_gap_after_the_hold_time_is_false_while_the_relay_is_within_reach() => AssertBroken(
        Promise.NoFalseGap,
        new Story().Subscribe().Send(0, 1).Wait(12 * Second).Gap(1, 1, GapReason.HoldTimeExpired).Checkpoint().Stop());

    [Fact]
    public void A_gap_over_what_was_handed_out_is_false() =>
        AssertBroken(Promise.NoFalseGap, new Story().Subscribe().Send(0, 1).Deliver(0, 1).Gap(1, 1).Checkpoint().Stop());

    [Fact]
    public void A_gap_that_is_not_told_with_the_next_message_is_silent() => AssertBroken(
        Promise.NoSilentLoss,
        new Story().Subscribe().Send(0, 1).LoseLog(0).LoseLog(1).Gap(1, 1).Send(1, 2).Deliver(1, 2).Checkpoint().Stop());

    [Fact]
    public void A_gap_over_numbers_that_no_relay_was_told_of_is_a_phantom() =>
        AssertBroken(Promise.NoPhantom, new Story().Subscribe().Gap(1, 3).Checkpoint().Stop());

    [Fact]
    public void A_payload_that_nobody_published_is_a_phantom() =>
        AssertBroken(Promise.NoPhantom, new Story().Subscribe().Deliver(7, 1).Checkpoint().Stop());

    [Fact]
    public void A_message_under_the_number_of_another_is_a_phantom() => AssertBroken(
        Promise.NoPhantom, new Story().Subscribe().Send(0, 1).Send(1, 2).Deliver(0, 2).Checkpoint().Stop());

    [Fact]
    public void A_message_that_is_handed_out_twice_breaks_at_most_once() =>
        AssertBroken(Promise.AtMostOnce, new Story().Subscribe().Send(0, 1).Deliver(0, 1).Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void Messages_that_are_handed_out_the_wrong_way_round_break_the_order() => AssertBroken(
        Promise.Order, new Story().Subscribe().Send(0, 1).Send(1, 2).Deliver(1, 2).Deliver(0, 1).Checkpoint().Stop());

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, false)]
    public void A_receipt_tells_of_as_many_acks_as_there_were_and_were_promised(int confirmed, int told, bool isHonest)
    {
        var story = new Story().Subscribe().Publish(0).Seen(0, 0, 1).Acked(0, 1);
        _ = confirmed == 2 ? story.Seen(1, 0, 1).Acked(1, 1) : story;
        story.Receipt(0, 1, told).Release(0).Deliver(0, 1).Checkpoint().Stop();

        Assert.Equal(!isHonest, story.Violations.Any(violation => violation.Promise == Promise.HonestOutcome));
    }

    [Fact]
    public void One_ack_is_enough_while_one_relay_is_open() => AssertKept(
        new Story().Subscribe().LoseRelay(Story.Publisher, 1)
            .Publish(0).Seen(0, 0, 1).Acked(0, 1).Receipt(0, 1, acks: 1).Release(0).Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void An_explicit_number_of_acks_never_shrinks() => AssertBroken(
        Promise.HonestOutcome,
        new Story { RequiredAcks = 2 }.Subscribe().LoseRelay(Story.Publisher, 1)
            .Publish(0).Seen(0, 0, 1).Acked(0, 1).Receipt(0, 1, acks: 1).Release(0).Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void Not_sent_is_a_lie_once_a_relay_has_seen_it() => AssertBroken(
        Promise.HonestOutcome,
        new Story().Subscribe().Publish(0).Seen(0, 0, 1).Cancel(0)
            .End(0, SendOutcome.Cancelled, DeliveryStatus.NotSent).Release(0).Checkpoint().Stop());

    [Fact]
    public void A_send_without_an_outcome_never_ended() =>
        AssertBroken(Promise.EverySendEndsOnce, new Story().Subscribe().Publish(0).Stop());

    [Fact]
    public void A_second_outcome_is_one_too_many() => AssertBroken(
        Promise.EverySendEndsOnce, new Story().Subscribe().Send(0, 1).Receipt(0, 1).Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void An_outcome_long_after_the_cancellation_is_late() => AssertBroken(
        Promise.EverySendEndsOnce,
        new Story().Subscribe().Publish(0).Cancel(0).Wait(2 * Second)
            .End(0, SendOutcome.Cancelled, DeliveryStatus.NotSent).Release(0).Checkpoint().Stop());

    [Fact]
    public void It_is_not_late_when_the_client_was_paused() => AssertKept(
        new Story().Subscribe().Publish(0).Cancel(0).Pause(Story.Publisher, 2 * Second).Wait(2 * Second)
            .End(0, SendOutcome.Cancelled, DeliveryStatus.NotSent).Release(0).Checkpoint().Stop());

    [Fact]
    public void A_timeout_before_its_time_has_no_reason() => AssertBroken(
        Promise.EverySendEndsOnce,
        new Story().Subscribe().Publish(0).Wait(Second)
            .End(0, SendOutcome.TimedOut, DeliveryStatus.NotSent).Release(0).Checkpoint().Stop());

    [Fact]
    public void Nothing_is_handed_out_before_the_subscription_is_confirmed() =>
        AssertBroken(Promise.NothingAfterTheEnd, new Story().Subscribe().Send(0, 1).Stop().Deliver(0, 1));

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void A_peak_may_reach_its_limit_and_no_more(long value, bool isBroken)
    {
        var story = new Story().Subscribe().Peak(value, limit: 3).Checkpoint().Stop();

        Assert.Equal(isBroken, story.Violations.Any(violation => violation.Promise == Promise.Bounded));
    }

    [Fact]
    public void A_client_that_is_not_connected_after_everything_healed_did_not_converge() => AssertBroken(
        Promise.Convergence, new Story().Subscribe().State(Story.Publisher, TransportState.Degraded).Checkpoint().Stop());

    [Fact]
    public void A_drain_that_is_never_answered_did_not_converge() => AssertBroken(
        Promise.Convergence, new Story().Subscribe().Ask(HistoryKind.DrainAsked, Story.Publisher));

    private static void AssertKept(Story story) => Assert.Empty(story.Violations);

    private static void AssertBroken(Promise promise, Story story) =>
        Assert.Contains(story.Violations, violation => violation.Promise == promise);
}
