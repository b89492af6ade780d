using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>How a subscription finds out that a relay which is silent does not hold what is missing.</summary>
public sealed class SyncTests
{
    [Fact]
    public void Only_relays_that_have_not_shown_it_are_asked()
    {
        var (world, _) = Live();
        world.Relays[1].Deliver(0, 2);
        world.Relays[0].Deliver(0, 2);

        Assert.Equal([1, 0, 1], world.Relays.Select(relay => relay.Syncs.Count));
    }

    [Fact]
    public void A_relay_is_not_asked_again_before_it_has_answered()
    {
        var (world, _) = Live();

        for (var sequence = 2; sequence < 20; sequence++)
        {
            world.Relays[0].Deliver(sequence, sequence);
            world.Advance(10);
        }

        Assert.Single(world.Relays[1].Syncs);
    }

    [Fact]
    public void An_answer_is_good_for_a_second_and_then_asked_for_again()
    {
        var (world, subscription) = Live();
        world.Relays[2].Lose();
        world.Relays[0].Deliver(0, 2);
        world.Relays[1].Synced();

        world.Advance(999);
        Assert.Single(world.Relays[1].Syncs);
        world.Advance(1);

        Assert.Equal(2, world.Relays[1].Syncs.Count);
        Assert.Empty(subscription.Messages);
    }

    [Fact]
    public void An_answer_from_before_a_relay_was_filled_up_no_longer_counts()
    {
        var (world, subscription) = Live();
        world.Relays[0].Deliver(0, 4);
        world.Relays[1].Synced();
        world.Relays[1].Deliver(0, 1);

        world.Relays[2].Synced();
        Assert.Equal(["p1-1"], subscription.Texts);
        world.Relays[1].Deliver(1, 2).Deliver(2, 3);

        Assert.Equal(["p1-1", "p1-2", "p1-3", "p1-4"], subscription.Texts);
        Assert.Equal(0, world.Session.Counters.Gaps);
    }

    [Fact]
    public void An_answer_speaks_of_the_moment_of_the_question()
    {
        var (world, subscription) = Live();
        world.Relays[0].Deliver(0, 2);
        world.Relays[1].Synced();

        world.Advance(900);
        world.Relays[1].Synced(world.Relays[1].Syncs[0]);
        world.Advance(200);
        world.Relays[2].Synced();

        Assert.Empty(subscription.Messages);
    }

    [Fact]
    public void A_question_is_put_again_on_a_new_connection()
    {
        var (world, subscription) = Live(relays: 2);
        world.Relays[0].Deliver(0, 2);
        world.Relays[1].Lose().Open().Subscribed(SubscribeOutcome.Resumed);

        Assert.Single(world.Relays[1].Syncs);
        world.Relays[1].Synced();

        Assert.Equal(["p1-2"], subscription.Texts);
    }

    private static (SessionWorld World, TestSubscription Subscription) Live(int relays = 3)
    {
        var world = SessionWorld.Connected(relays);
        var subscription = world.Subscribe();
        Array.ForEach(world.Relays, relay => relay.Subscribed());
        return (world, subscription);
    }
}
