using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>
/// A subscription that reads from the primary alone, over relays that are doors to one log: when the primary changes,
/// it leaves the old one and goes on at the same place of the same log.
/// </summary>
public sealed class ReceiveFromPrimaryTests
{
    private readonly SessionWorld _world = SharedLog();

    private TestRelay First => _world.Relays[0];

    private TestRelay Second => _world.Relays[1];

    [Fact]
    public void A_new_primary_is_resumed_where_the_old_one_stopped()
    {
        var subscription = _world.Subscribe();
        First.Subscribed().Deliver(0, 1).Deliver(1, 2);

        First.GoAway();

        Assert.Equal([1], First.Unsubscribes);
        Assert.Equal(At(2), Second.Subscribes.Single().Start);
        Second.Subscribed(SubscribeOutcome.Resumed, next: 2, frontier: (1, 2)).Deliver(2, 3);
        Assert.Equal(["p1-1", "p1-2", "p1-3"], subscription.Texts);
        Assert.Empty(_world.EventsOf<SessionEvent.GapDetected>());
    }

    [Fact]
    public void A_lost_primary_is_followed_in_the_same_step()
    {
        _world.Subscribe();
        First.Subscribed().Deliver(0, 1);

        First.Lose();

        Assert.Equal(At(1), Second.Subscribes.Single().Start);
    }

    [Fact]
    public void A_relay_that_is_the_primary_again_is_resumed_where_the_other_one_stopped()
    {
        var subscription = _world.Subscribe();
        First.Subscribed().Deliver(0, 1).Lose();
        Second.Subscribed(SubscribeOutcome.Resumed, next: 1, frontier: (1, 1)).Deliver(1, 2).Deliver(2, 3);
        First.Open();

        Second.Lose();

        Assert.Equal(At(3), First.Subscribes.Single().Start);
        First.Subscribed(SubscribeOutcome.Resumed, next: 3, frontier: (1, 3)).Deliver(3, 4);
        Assert.Equal(["p1-1", "p1-2", "p1-3", "p1-4"], subscription.Texts);
    }

    [Fact]
    public void A_relay_that_is_read_again_on_the_same_connection_is_asked_under_another_number()
    {
        var subscription = _world.Subscribe();
        First.Subscribed().Deliver(0, 1);
        Switch(to: Second);
        Second.Subscribed(SubscribeOutcome.Resumed, next: 1, frontier: (1, 1)).Deliver(1, 2);
        Switch(to: First);

        var numbers = First.Subscribes.Select(ask => ask.Subscription).ToArray();
        Assert.Equal((2, numbers.Distinct().Count()), (numbers.Length, 2));

        // What crossed the Unsubscribe belongs to the old number, and is no answer to the new one.
        First.Deliver(1, 2, subscription: numbers[0]);
        First.Subscribed(SubscribeOutcome.Resumed, next: 2, subscription: numbers[1], frontier: (1, 2))
            .Deliver(2, 3, subscription: numbers[1]);

        Assert.Equal(["p1-1", "p1-2", "p1-3"], subscription.Texts);
        Assert.Null(First.End);
    }

    [Fact]
    public void Ending_it_ends_the_number_in_use()
    {
        var subscription = _world.Subscribe();
        First.Subscribed();
        Switch(to: Second);
        Second.Subscribed(SubscribeOutcome.Resumed);
        Switch(to: First);

        _world.Unsubscribe(subscription);

        Assert.Equal(First.Subscribes.Select(ask => ask.Subscription), First.Unsubscribes);
        First.Subscribed(SubscribeOutcome.Resumed, subscription: First.Subscribes[^1].Subscription);
        Assert.Null(First.End);
    }

    private void Switch(TestRelay to)
    {
        _world.SwitchTo(to.Id);
        _world.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(ConnectionPhase.Primary, to.Phase);
    }

    private LogPosition At(long offset) => new(First.Log, offset);

    private static SessionWorld SharedLog()
    {
        var world = new SessionWorld(relays: 2, options: new() { ReceiveFrom = ReceiveMode.Primary });
        world.Relays[1].Log = world.Relays[0].Log;
        world.Start();
        world.Relays[0].Open();
        world.Relays[1].Open();
        return world;
    }
}
