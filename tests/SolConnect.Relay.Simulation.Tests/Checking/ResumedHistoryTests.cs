using SolConnect.Relay.Simulation.Checking;

namespace SolConnect.Relay.Simulation.Tests.Checking;

/// <summary>A subscription and the one that goes on from its checkpoint are one subscriber.</summary>
public class ResumedHistoryTests
{
    [Fact]
    public void What_was_stored_counts_and_the_rest_is_handed_out_again() => AssertKept(
        new Story().Subscribe().Send(0, 1).Send(1, 2).Deliver(0, 1).Store(1).Deliver(1, 2)
            .Resume().Deliver(1, 2).Checkpoint().Stop());

    [Fact]
    public void What_was_stored_must_not_come_again() => AssertBroken(
        Promise.AtMostOnce,
        new Story().Subscribe().Send(0, 1).Deliver(0, 1).Store(1).Resume().Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void What_was_handed_out_and_not_stored_is_owed_again() => AssertBroken(
        Promise.NoSilentLoss,
        new Story().Subscribe().Send(0, 1).Store(0).Deliver(0, 1).Resume().Checkpoint().Stop());

    [Fact]
    public void What_was_published_while_nobody_read_is_owed() => AssertBroken(
        Promise.NoSilentLoss, new Story().Subscribe().Store(0).Send(0, 1).Resume().Checkpoint().Stop());

    [Fact]
    public void A_gap_that_no_stored_message_carries_is_owed_again() => AssertBroken(
        Promise.NoSilentLoss,
        new Story().Subscribe().Send(0, 1).LoseLog(0).LoseLog(1).Gap(1, 1).Store(0).Resume().Checkpoint().Stop());

    [Fact]
    public void A_gap_that_a_stored_message_carries_is_told() => AssertKept(
        new Story().Subscribe().Send(0, 1).LoseLog(0).Send(1, 2).Gap(1, 1).Deliver(1, 2, afterGap: true).Store(1)
            .Resume().Checkpoint().Stop());

    [Fact]
    public void Order_holds_across_the_restart() => AssertBroken(
        Promise.Order,
        new Story().Subscribe().Send(0, 1).Send(1, 2).Deliver(1, 2).Store(1)
            .Resume().Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void A_gap_over_what_is_older_than_the_first_subscription_is_false_where_no_log_was_lost() => AssertBroken(
        Promise.NoFalseGap,
        new Story().Send(0, 1).Subscribe().Store(0).Wait(TimeSpan.FromSeconds(2))
            .Resume().Gap(1, 1).Checkpoint().Stop());

    [Fact]
    public void A_gap_that_was_owed_again_may_be_told_again_when_the_logs_hold_the_messages_after_all() => AssertKept(
        ToldOfAGapAfterHoldTime().Store(0).Resume().Gap(1, 1).Checkpoint().Stop());

    [Fact]
    public void A_gap_that_was_told_after_the_checkpoint_was_stored_must_be_found_anew() => AssertBroken(
        Promise.NoFalseGap, ToldOfAGapAfterHoldTime(beforeGap: story => story.Store(0)).Resume().Gap(1, 1).Checkpoint().Stop());

    private static Story ToldOfAGapAfterHoldTime(Func<Story, Story>? beforeGap = null)
    {
        var story = new Story().Subscribe().Send(0, 1).LoseRelay(Story.Subscriber, 0).LoseRelay(Story.Subscriber, 1)
            .Wait(TimeSpan.FromSeconds(12));
        return (beforeGap?.Invoke(story) ?? story).Gap(1, 1, GapReason.HoldTimeExpired);
    }

    private static void AssertKept(Story story) => Assert.Empty(story.Violations);

    private static void AssertBroken(Promise promise, Story story) =>
        Assert.Contains(story.Violations, violation => violation.Promise == promise);
}
