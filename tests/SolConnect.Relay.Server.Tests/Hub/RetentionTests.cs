using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class RetentionTests
{
    [Fact]
    public void A_log_keeps_no_more_records_than_it_may()
    {
        var world = new HubWorld(new() { RetentionRecords = 10 });
        world.Publisher().PublishAll(25);

        Assert.Equal(Enumerable.Range(16, 10).Select(sequence => $"m{sequence}"), world.Subscriber().Texts);
    }

    [Fact]
    public void A_log_keeps_no_more_bytes_than_it_may()
    {
        var world = new HubWorld(new() { RetentionBytes = 10_000 });
        var publisher = world.Publisher();
        for (var sequence = 1; sequence <= 100; sequence++)
        {
            publisher.PublishBytes(sequence, new byte[1000]);
        }

        Assert.InRange(world.Hub.LogBytes, 8000, 10_000);
        Assert.Equal(9, world.Subscriber().Delivered.Count);
    }

    [Fact]
    public void A_log_keeps_records_no_longer_than_it_may_even_when_nothing_happens()
    {
        var world = new HubWorld(new() { RetentionTime = TimeSpan.FromMinutes(1) });
        world.Publisher().PublishAll(3);

        world.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(0, world.Hub.LogBytes);
        world.AdvanceToDeadline();

        Assert.Equal(0, world.Hub.LogBytes);
    }

    [Fact]
    public void A_slow_reader_that_retention_overtakes_is_told_and_goes_on()
    {
        var world = new HubWorld(new() { RetentionRecords = 3 });
        var subscriber = world.Subscriber(credit: 0);
        var publisher = world.Publisher().PublishAll(5);

        subscriber.Credit(1_000_000);
        publisher.Publish(6);

        Assert.Equal(SubscribeOutcome.Fresh, subscriber.Subscribed[0].Outcome);
        Assert.Equal(SubscribeOutcome.Gap, subscriber.Subscribed[1].Outcome);
        Assert.Equal(2, subscriber.Subscribed[^1].NextOffset);
        Assert.Equal([new(publisher.Producer, 1, 2)], subscriber.Subscribed[^1].Frontier);
        Assert.Equal(["m3", "m4", "m5", "m6"], subscriber.Texts);
    }

    [Fact]
    public void A_gap_that_opens_before_the_answer_to_Subscribe_is_told_in_it()
    {
        var world = new HubWorld(new() { RetentionRecords = 3 });
        var publisher = world.Publisher().PublishAll(2);
        var subscriber = world.Connect();

        world.Together(() =>
        {
            subscriber.Subscribe("t");
            publisher.Publish(3).Publish(4);
        });

        var subscribed = subscriber.Subscribed.Single();
        Assert.Equal((SubscribeOutcome.Gap, 1), (subscribed.Outcome, subscribed.NextOffset));
        Assert.Equal(["m2", "m3", "m4"], subscriber.Texts);
    }

    [Fact]
    public void A_Sync_is_answered_although_what_it_waited_for_was_trimmed()
    {
        var world = new HubWorld(new() { RetentionRecords = 3 });
        var publisher = world.Publisher().PublishAll(2);
        var subscriber = world.Subscriber(credit: 0).Sync(1);
        publisher.PublishAll(10);

        subscriber.Credit(1_000_000);

        Assert.Equal([new(1, 1)], subscriber.Synced);
    }

    [Fact]
    public void A_trimmed_message_that_is_sent_again_is_acknowledged_and_not_stored_again()
    {
        var world = new HubWorld(new() { RetentionRecords = 3 });
        var publisher = world.Publisher().PublishAll(5);
        publisher.Acks.Clear();

        publisher.Publish(1);

        Assert.Equal([new(1, 5)], publisher.Acks);
        Assert.Equal(["m3", "m4", "m5"], world.Subscriber().Texts);
    }

    [Fact]
    public void A_silent_producer_is_remembered_for_a_day_beyond_retention()
    {
        var world = new HubWorld(new() { RetentionTime = TimeSpan.FromMinutes(5) });
        var publisher = world.Publisher().PublishAll(5);

        world.Advance(TimeSpan.FromHours(24) + TimeSpan.FromMinutes(5));
        Assert.Equal([new(publisher.Producer, 1, 5)], world.Subscriber().Subscribed.Single().Frontier);
        world.AdvanceToDeadline();

        Assert.Empty(world.Subscriber().Subscribed.Single().Frontier);
        publisher.Publish(6);
        Assert.Equal(new(1, 6, RejectCode.OutOfOrder, 1, TimeSpan.Zero), publisher.Rejects.Single());
    }

    [Fact]
    public void The_producer_that_was_silent_longest_makes_room_and_starts_over_at_its_floor()
    {
        var world = new HubWorld(new() { MaxProducersPerTopic = 2 });
        var (a, b) = (world.Publisher().Publish(1), world.Publisher().Publish(1));
        a.Publish(2);
        world.Publisher().Publish(1);

        a.Publish(3);
        b.Publish(2);
        Assert.Empty(a.Rejects);
        Assert.Equal(new(1, 2, RejectCode.OutOfOrder, 1, TimeSpan.Zero), b.Rejects.Single());

        b.Publish(2, floor: 2);
        Assert.Equal(new AckFrame(1, 2), b.Acks[^1]);
    }

    [Fact]
    public void A_topic_that_nobody_uses_or_remembers_makes_room_for_another()
    {
        var world = new HubWorld(new() { MaxTopics = 1 });
        world.Subscriber("a").Break();
        world.AdvanceToDeadline();

        Assert.Equal(SubscribeOutcome.Fresh, world.Subscriber("b").Subscribed.Single().Outcome);
    }

    [Fact]
    public void A_forgotten_topic_does_not_reuse_offsets_that_a_subscriber_may_still_hold()
    {
        var world = new HubWorld();
        world.Publisher().PublishAll(3).Break();
        world.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, world.Hub.Topics);
        world.Publisher(producer: 7).PublishAll(5);

        var old = world.Connect().Subscribe("t", StartKind.Position, new(HubWorld.Log, 1));
        var recent = world.Connect().Subscribe("t", StartKind.Position, new(HubWorld.Log, 3));

        Assert.Equal(SubscribeOutcome.Gap, old.Subscribed.Single().Outcome);
        Assert.Equal(SubscribeOutcome.Resumed, recent.Subscribed.Single().Outcome);
        Assert.Equal(5, recent.Delivered.Count);
    }

    [Fact]
    public void A_topic_in_use_is_not_forgotten()
    {
        var world = new HubWorld();
        var publisher = world.Publisher();
        world.Advance(TimeSpan.FromDays(2));
        world.AdvanceToDeadline();

        publisher.Publish(1);

        Assert.Equal(["m1"], world.Subscriber().Texts);
    }
}
