using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Simulation.Checking;

namespace SolConnect.Relay.Simulation.Tests.Checking;

/// <summary>Histories of which nobody saw the relays' side, as with relays in processes of their own.</summary>
public class UnseenRelayTests
{
    [Fact]
    public void Receipts_and_deliveries_are_believed_about_ids_that_they_are_the_first_to_name() =>
        AssertKept(Begin().Publish(0).Receipt(0, 1).Release(0).Deliver(0, 1).Publish(1).Deliver(1, 2).Receipt(1, 2).Release(1).Checkpoint().Stop());

    [Fact]
    public void An_id_that_was_learned_belongs_to_its_message_alone()
    {
        AssertBroken(Promise.HonestOutcome, Begin().Publish(0).Receipt(0, 1).Release(0).Publish(1).Receipt(1, 1).Release(1).Checkpoint().Stop());
        AssertBroken(Promise.NoPhantom, Begin().Publish(0).Receipt(0, 1).Release(0).Publish(1).Deliver(1, 1).Checkpoint().Stop());
        AssertBroken(Promise.HonestOutcome, Begin().Publish(0).Deliver(0, 1).Receipt(0, 2).Release(0).Checkpoint().Stop());
    }

    [Fact]
    public void A_receipt_tells_of_no_more_acks_than_there_are_relays() => AssertBroken(
        Promise.HonestOutcome, Begin().Publish(0).Receipt(0, 1, acks: 3).Release(0).Deliver(0, 1).Checkpoint().Stop());

    [Fact]
    public void A_silent_loss_a_copy_and_a_wrong_order_are_what_they_always_are()
    {
        AssertBroken(Promise.NoSilentLoss, Begin().Publish(0).Receipt(0, 1).Release(0).Checkpoint().Stop());
        AssertBroken(Promise.AtMostOnce, Begin().Publish(0).Receipt(0, 1).Release(0).Deliver(0, 1).Deliver(0, 1).Checkpoint().Stop());
        AssertBroken(
            Promise.Order, Begin().Publish(0).Publish(1).Deliver(1, 2).Deliver(0, 1).Receipt(0, 1).Receipt(1, 2).Stop());
    }

    [Fact]
    public void What_arrives_was_sent_whatever_its_sender_was_told() => AssertBroken(
        Promise.HonestOutcome,
        Begin().Publish(0).Cancel(0).End(0, SendOutcome.Cancelled, DeliveryStatus.NotSent).Release(0).Deliver(0, 1).Stop());

    private static Story Begin() => new Story { SeesRelays = false }.Subscribe();

    private static void AssertKept(Story story) => Assert.Empty(story.Violations);

    private static void AssertBroken(Promise promise, Story story) =>
        Assert.Contains(story.Violations, violation => violation.Promise == promise);
}
