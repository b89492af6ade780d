using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

/// <summary>
/// Where a cursor begins and what the subscriber is told, with a log of the last three of five messages.
/// </summary>
public sealed class SubscriptionStartTests
{
    private readonly HubWorld _world = new(new() { RetentionRecords = 3 });

    [Fact]
    public void A_topic_that_nobody_has_used_begins_at_offset_0()
    {
        var subscribed = _world.Connect().Subscribe("new").Subscribed.Single();

        Assert.Equal((SubscribeOutcome.Fresh, 0, 0), (subscribed.Outcome, subscribed.NextOffset, subscribed.EndOffset));
        Assert.Equal(HubWorld.Log, subscribed.Log);
        Assert.Empty(subscribed.Frontier);
    }

    [Fact]
    public void Latest_begins_behind_everything_and_knows_how_far_each_producer_was()
    {
        var publisher = _world.Publisher().PublishAll(2);

        var subscriber = _world.Connect().Subscribe("t", StartKind.Latest);
        publisher.Publish(3);

        var subscribed = subscriber.Subscribed.Single();
        Assert.Equal((SubscribeOutcome.Fresh, 2), (subscribed.Outcome, subscribed.NextOffset));
        Assert.Equal([new(publisher.Producer, 1, 2)], subscribed.Frontier);
        Assert.Equal(["m3"], subscriber.Texts);
    }

    [Fact]
    public void Latest_means_the_end_at_the_time_of_Subscribe_not_of_its_answer()
    {
        var publisher = _world.Publisher().Publish(1);
        var subscriber = _world.Connect();

        _world.Together(() =>
        {
            subscriber.Subscribe("t", StartKind.Latest);
            publisher.Publish(2);
        });

        Assert.Equal((1, 2), (subscriber.Subscribed.Single().NextOffset, subscriber.Subscribed.Single().EndOffset));
        Assert.Equal([new(publisher.Producer, 1, 1)], subscriber.Subscribed.Single().Frontier);
        Assert.Equal(["m2"], subscriber.Texts);
    }

    [Fact]
    public void Earliest_is_fresh_while_nothing_was_trimmed()
    {
        _world.Publisher().PublishAll(3);

        var subscriber = _world.Subscriber();

        var subscribed = subscriber.Subscribed.Single();
        Assert.Equal((SubscribeOutcome.Fresh, 0), (subscribed.Outcome, subscribed.NextOffset));
        Assert.Empty(subscribed.Frontier);
        Assert.Equal(["m1", "m2", "m3"], subscriber.Texts);
    }

    [Fact]
    public void Earliest_is_a_gap_once_something_was_trimmed()
    {
        var publisher = _world.Publisher().PublishAll(5);

        var subscribed = _world.Subscriber().Subscribed.Single();

        Assert.Equal((SubscribeOutcome.Gap, 2), (subscribed.Outcome, subscribed.NextOffset));
        Assert.Equal([new(publisher.Producer, 1, 2)], subscribed.Frontier);
    }

    [Theory]
    [InlineData(0, true, nameof(SubscribeOutcome.Gap), 2, "trimmed")]
    [InlineData(1, true, nameof(SubscribeOutcome.Gap), 2, "the newest trimmed one")]
    [InlineData(2, true, nameof(SubscribeOutcome.Resumed), 2, "the oldest retained one")]
    [InlineData(4, true, nameof(SubscribeOutcome.Resumed), 4, "in the log")]
    [InlineData(5, true, nameof(SubscribeOutcome.Resumed), 5, "the end")]
    [InlineData(6, true, nameof(SubscribeOutcome.Reset), 2, "this log was never that long")]
    [InlineData(4, false, nameof(SubscribeOutcome.Reset), 2, "another log")]
    public void A_position_is_resumed_or_the_subscriber_is_told(
        long offset, bool sameLog, string outcome, long next, string why)
    {
        var publisher = _world.Publisher().PublishAll(5);

        var subscribed = _world.Connect()
            .Subscribe("t", StartKind.Position, new(sameLog ? HubWorld.Log : new(Guid.AllBitsSet), offset))
            .Subscribed.Single();

        Assert.True((subscribed.Outcome.ToString(), subscribed.NextOffset) == (outcome, next), why);
        Assert.Equal([new(publisher.Producer, 1, next)], subscribed.Frontier);
    }

    [Theory]
    [InlineData(1, nameof(SubscribeOutcome.Gap), 2, "before everything")]
    [InlineData(20_000, nameof(SubscribeOutcome.Gap), 2, "when the newest trimmed one was appended")]
    [InlineData(20_001, nameof(SubscribeOutcome.Fresh), 2, "right after it")]
    [InlineData(30_000, nameof(SubscribeOutcome.Fresh), 2, "when the oldest retained one was appended")]
    [InlineData(30_001, nameof(SubscribeOutcome.Fresh), 3, "right after it")]
    [InlineData(60_000, nameof(SubscribeOutcome.Fresh), 5, "after everything")]
    [InlineData(WireProtocol.MaxClock, nameof(SubscribeOutcome.Fresh), 5, "never")]
    public void A_time_is_looked_up_on_the_relays_clock(long microseconds, string outcome, long next, string why)
    {
        var publisher = _world.Publisher();
        var start = _world.Clock;
        for (var sequence = 1; sequence <= 5; sequence++)
        {
            _world.Advance(TimeSpan.FromMilliseconds(10));
            publisher.Publish(sequence);
        }

        var time = microseconds == WireProtocol.MaxClock ? microseconds : start + microseconds;
        var subscribed = _world.Connect().Subscribe("t", StartKind.Time, time: time).Subscribed.Single();

        Assert.True((subscribed.Outcome.ToString(), subscribed.NextOffset) == (outcome, next), why);
    }

    [Fact]
    public void A_subscription_beyond_the_connections_limit_is_refused_alone()
    {
        var world = new HubWorld(new() { MaxTopicsPerConnection = 1 });
        var subscriber = world.Connect().Subscribe("a", subscription: 1).Subscribe("b", subscription: 2);

        Assert.Equal(SubscribeOutcome.Fresh, subscriber.Subscribed[0].Outcome);
        Assert.Equal(SubscribeOutcome.Refused, subscriber.Subscribed[1].Outcome);
        subscriber.Unsubscribe(1).Subscribe("b", subscription: 3);
        Assert.Equal(SubscribeOutcome.Fresh, subscriber.Subscribed[^1].Outcome);
    }

    [Fact]
    public void A_topic_beyond_the_relays_limit_is_refused()
    {
        var world = new HubWorld(new() { MaxTopics = 1 });
        world.Publisher("a");

        Assert.Equal(SubscribeOutcome.Refused, world.Subscriber("b").Subscribed.Single().Outcome);
        Assert.Equal(SubscribeOutcome.Fresh, world.Subscriber("a").Subscribed.Single().Outcome);
    }

    [Fact]
    public void A_number_that_is_in_use_is_a_violation()
    {
        var subscriber = _world.Connect().Subscribe("a").Subscribe("b");

        Assert.Equal("Subscription 1 is open already.", subscriber.Errors.Single().Detail);
    }
}
