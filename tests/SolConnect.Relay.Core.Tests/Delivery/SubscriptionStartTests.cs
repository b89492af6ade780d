using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>Where each relay is asked to start, and where again after a reconnect.</summary>
public sealed class SubscriptionStartTests
{
    [Fact]
    public void Every_open_relay_is_asked_to_start_just_before_the_call_on_its_own_clock()
    {
        var world = SessionWorld.Connected();
        world.Advance(1_000);

        world.Subscribe(bufferBytes: 5_000);

        foreach (var relay in world.Relays)
        {
            var ask = relay.Subscribes.Single();
            Assert.Equal((1, "t", StartKind.Time, 5_000L), (ask.Subscription, ask.Topic, ask.Kind, ask.Credit));
            Assert.InRange(relay.Clock - ask.Time, 10_000, 12_000);
        }
    }

    [Fact]
    public void A_relay_that_joins_later_starts_at_the_moment_of_the_call_too()
    {
        var world = new SessionWorld();
        world.Start();
        world.Subscribe();
        var called = world.Relays[2].Clock;

        world.Advance(TimeSpan.FromMinutes(1));
        world.Relays[2].Open();

        var early = called - world.Relays[2].Subscribes.Single().Time;
        Assert.InRange(early, 10_000, 10_000 + (62_000_000 / 1_000));
    }

    [Fact]
    public void Earliest_asks_every_relay_for_all_that_it_holds()
    {
        var world = SessionWorld.Connected();

        world.Subscribe(start: SubscriptionStart.Earliest);

        Assert.All(world.Relays, relay => Assert.Equal(StartKind.Earliest, relay.Subscribes.Single().Kind));
    }

    [Fact]
    public void The_first_relay_that_confirms_is_enough()
    {
        var world = SessionWorld.Connected();
        var subscription = world.Subscribe();
        Assert.Equal(0, subscription.Confirmations);

        Array.ForEach(world.Relays, relay => relay.Subscribed());

        Assert.Equal(1, subscription.Confirmations);
    }

    [Fact]
    public void A_known_log_goes_on_behind_the_last_processed_record()
    {
        var world = SessionWorld.Connected();
        world.Subscribe();
        world.Relays[0].Subscribed(next: 40).Deliver(40, 1).Deliver(41, 2);

        world.Relays[0].Lose().Open();

        var ask = world.Relays[0].Subscribes.Single();
        Assert.Equal((StartKind.Position, new LogPosition(world.Relays[0].Log, 42)), (ask.Kind, ask.Start));
    }

    [Fact]
    public void A_log_that_delivered_nothing_yet_is_resumed_where_it_stood()
    {
        var world = SessionWorld.Connected();
        world.Subscribe(start: SubscriptionStart.Earliest);
        world.Relays[0].Subscribed(next: 7);

        world.Relays[0].Lose().Open();

        Assert.Equal(7, world.Relays[0].Subscribes.Single().Start.Offset);
    }

    [Theory]
    [InlineData(SubscriptionStart.Latest, StartKind.Time)]
    [InlineData(SubscriptionStart.Earliest, StartKind.Earliest)]
    public void Another_log_is_read_from_the_start_of_the_subscription(SubscriptionStart start, object kind)
    {
        var world = SessionWorld.Connected();
        world.Subscribe(start: start);
        var called = world.Relays[0].Clock;
        world.Relays[0].Subscribed(next: 40).Deliver(40, 1).Lose();

        world.Relays[0].Log = new(Guid.NewGuid());
        world.Relays[0].Open();

        var ask = world.Relays[0].Subscribes.Single();
        Assert.Equal((StartKind)kind, ask.Kind);
        Assert.True(ask.Time <= called);
    }

    [Fact]
    public void Doors_to_one_log_share_the_position()
    {
        var world = new SessionWorld(relays: 2);
        world.Relays[1].Log = world.Relays[0].Log;
        world.Start();
        world.Relays[0].Open();
        world.Subscribe();
        world.Relays[0].Subscribed(next: 3).Deliver(3, 1);

        world.Relays[1].Open();

        Assert.Equal(new LogPosition(world.Relays[0].Log, 4), world.Relays[1].Subscribes.Single().Start);
    }

    [Fact]
    public void What_was_in_the_log_at_a_resume_is_marked_as_redelivered()
    {
        var world = SessionWorld.Connected(relays: 1);
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed().Deliver(0, 1);

        world.Relays[0].Lose().Open()
            .Subscribed(SubscribeOutcome.Resumed, next: 1, end: 2).Deliver(1, 2).Deliver(2, 3);

        Assert.Equal([false, true, false], subscription.Messages.Select(message => message.IsRedelivery));
    }

    [Fact]
    public void A_subscription_to_the_primary_alone_moves_with_it()
    {
        var world = SessionWorld.Connected(options: new() { ReceiveFrom = ReceiveMode.Primary });
        world.Subscribe();
        Assert.Equal([1, 0, 0], world.Relays.Select(relay => relay.Subscribes.Count));

        world.Relays[0].GoAway();

        Assert.Equal([1], world.Relays[0].Unsubscribes);
        Assert.Equal([1, 1, 0], world.Relays.Select(relay => relay.Subscribes.Count));
    }

    [Fact]
    public void Subscriptions_are_put_to_every_relay_that_opens()
    {
        var world = new SessionWorld(relays: 1);
        world.Start();
        world.Subscribe();
        world.Subscribe("u");

        world.Relays[0].Open();
        Assert.Equal(["t", "u"], world.Relays[0].Subscribes.Select(ask => ask.Topic));
        world.Relays[0].Lose().Open();

        Assert.Equal([1, 2], world.Relays[0].Subscribes.Select(ask => ask.Subscription));
    }

    [Fact]
    public void Too_many_subscriptions_are_refused()
    {
        var world = SessionWorld.Connected(options: new() { MaxSubscriptions = 1 });
        var first = world.Subscribe();

        Assert.Equal(SubscriptionEndKind.Refused, world.Subscribe().End!.Value.Kind);
        world.Unsubscribe(first);

        Assert.Null(world.Subscribe().End);
    }

    [Fact]
    public void Ending_a_subscription_tells_every_relay_that_was_asked()
    {
        var world = new SessionWorld();
        world.Start();
        world.Relays[0].Open();
        world.Relays[1].Open();
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed();

        world.Unsubscribe(subscription);
        world.Relays[2].Open();

        Assert.Equal(SubscriptionEndKind.Requested, subscription.End!.Value.Kind);
        Assert.Equal([1, 1, 0], world.Relays.Select(relay => relay.Unsubscribes.Count));
        Assert.Empty(world.Relays[2].Subscribes);
    }

    [Fact]
    public void What_crosses_an_unsubscribe_is_no_error()
    {
        var world = SessionWorld.Connected();
        var subscription = world.Subscribe();
        world.Relays[0].Subscribed();
        world.Unsubscribe(subscription);

        world.Relays[0].Deliver(0, 1).Synced(new SyncFrame(1, 1));
        world.Relays[1].Subscribed();
        world.Consume(subscription);

        Assert.Empty(subscription.Messages);
        Assert.All(world.Relays, relay => Assert.Null(relay.End));
    }

    [Fact]
    public void A_subscription_that_every_relay_refuses_ends()
    {
        var world = SessionWorld.Connected();
        var subscription = world.Subscribe();

        foreach (var relay in world.Relays)
        {
            Assert.Null(subscription.End);
            relay.Subscribed(SubscribeOutcome.Refused);
        }

        Assert.Equal(SubscriptionEndKind.Refused, subscription.End!.Value.Kind);
        Assert.Equal(3, world.EventsOf<SessionEvent.Alert>().Count(alert => alert.Kind == AlertKind.TopicRefused));
    }
}
