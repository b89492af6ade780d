using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class PublishTests
{
    private readonly HubWorld _world = new(new() { MaxMessageBytes = 100 });

    [Fact]
    public void What_was_read_together_is_acknowledged_together()
    {
        var publisher = _world.Publisher();

        _world.Together(() => publisher.PublishAll(50));

        Assert.Equal([new(1, 50)], publisher.Acks);
    }

    [Fact]
    public void A_message_sent_twice_is_stored_once_and_acknowledged_twice()
    {
        var publisher = _world.Publisher().Publish(1).Publish(1);

        Assert.Equal([new(1, 1), new(1, 1)], publisher.Acks);
        Assert.Equal(["m1"], _world.Subscriber().Texts);
    }

    [Fact]
    public void An_old_message_is_acknowledged_with_all_that_the_log_has()
    {
        var publisher = _world.Publisher().PublishAll(5);
        publisher.Acks.Clear();

        publisher.Publish(2);

        Assert.Equal([new(1, 5)], publisher.Acks);
    }

    [Fact]
    public void A_hole_is_rejected_with_the_sequence_that_is_missing()
    {
        var publisher = _world.Publisher().PublishAll(2).Publish(4);

        Assert.Equal([new(1, 4, RejectCode.OutOfOrder, 3, TimeSpan.Zero)], publisher.Rejects);
        Assert.Equal(["m1", "m2"], _world.Subscriber().Texts);
    }

    [Fact]
    public void Everything_behind_a_hole_gives_one_reject()
    {
        var publisher = _world.Publisher();

        _world.Together(() => publisher.Publish(3).Publish(4).Publish(5));

        Assert.Equal([new(1, 3, RejectCode.OutOfOrder, 1, TimeSpan.Zero)], publisher.Rejects);
    }

    [Fact]
    public void A_hole_that_is_filled_before_the_answer_gives_no_reject()
    {
        var publisher = _world.Publisher();

        _world.Together(() => publisher.Publish(2).Publish(1).Publish(2));

        Assert.Empty(publisher.Rejects);
        Assert.Equal([new(1, 2)], publisher.Acks);
    }

    [Fact]
    public void What_is_below_the_floor_may_be_skipped_and_is_not_claimed_later()
    {
        var publisher = _world.Publisher().Publish(1).Publish(5, floor: 5);
        Assert.Equal([new(1, 1), new(1, 5)], publisher.Acks);
        publisher.Acks.Clear();

        publisher.Publish(3);

        Assert.Empty(publisher.Acks);
        Assert.Empty(publisher.Rejects);
        Assert.Equal(["m1", "m5"], _world.Subscriber().Texts);
    }

    [Fact]
    public void A_tombstone_takes_its_place_in_the_order()
    {
        var publisher = _world.Publisher().Publish(1).Tombstone(2).Publish(3).Tombstone(5);

        Assert.Equal([new(1, 1), new(1, 2), new(1, 3)], publisher.Acks);
        Assert.Equal([new(1, 5, RejectCode.OutOfOrder, 4, TimeSpan.Zero)], publisher.Rejects);
        Assert.Equal(
            [RecordKind.Message, RecordKind.Tombstone, RecordKind.Message],
            _world.Subscriber().Delivered.Select(delivered => delivered.Kind));
    }

    [Fact]
    public void A_mark_beyond_the_last_sequence_is_stored_and_moves_it()
    {
        var publisher = _world.Publisher().Publish(1).Mark(4).Publish(5);

        Assert.Equal([new(1, 1), new(1, 4), new(1, 5)], publisher.Acks);
        Assert.Equal(
            [(RecordKind.Message, 1), (RecordKind.Mark, 4), (RecordKind.Message, 5)],
            _world.Subscriber().Delivered.Select(delivered => (delivered.Kind, delivered.Sequence)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_mark_that_says_nothing_new_is_acknowledged_and_not_stored(long through)
    {
        var publisher = _world.Publisher().PublishAll(3);
        publisher.Acks.Clear();

        publisher.Mark(through);

        Assert.Equal([new(1, 3)], publisher.Acks);
        Assert.Equal(3, _world.Subscriber().Delivered.Count);
    }

    [Fact]
    public void A_message_that_a_mark_has_passed_is_neither_stored_nor_claimed()
    {
        var publisher = _world.Publisher().Mark(4);
        publisher.Acks.Clear();

        publisher.Publish(4);

        Assert.Empty(publisher.Acks);
        Assert.Empty(publisher.Rejects);
    }

    [Fact]
    public void Numbers_are_counted_per_topic_and_per_producer()
    {
        var one = _world.Publisher("a").Topic("b").PublishAll(2).Publish(1, alias: 2);
        var other = _world.Publisher("a").Publish(1);

        Assert.Equal(new AckFrame(2, 1), one.Acks[^1]);
        Assert.Equal([new(1, 1)], other.Acks);
    }

    [Fact]
    public void A_payload_over_the_limit_is_rejected_for_good_and_costs_nothing_else()
    {
        var publisher = _world.Publisher().PublishBytes(1, new byte[100]).PublishBytes(2, new byte[101]);

        Assert.Equal([new(1, 1)], publisher.Acks);
        Assert.Equal([new(1, 2, RejectCode.MessageTooLarge, 0, TimeSpan.Zero)], publisher.Rejects);
        Assert.Null(publisher.End);
    }

    [Fact]
    public void A_topic_that_the_relay_has_no_room_for_is_rejected_for_good()
    {
        var world = new HubWorld(new() { MaxTopics = 1 });
        var publisher = world.Publisher("a").Topic("b").Publish(1).Publish(1, alias: 2).Mark(3, alias: 2);

        Assert.Equal([new(1, 1)], publisher.Acks);
        Assert.Equal(2, publisher.Rejects.Count);
        Assert.All(publisher.Rejects, reject => Assert.Equal(RejectCode.TooManyTopics, reject.Code));
        Assert.Null(publisher.End);
    }

    [Fact]
    public void When_other_topics_use_all_memory_a_message_is_rejected_for_now()
    {
        var world = new HubWorld(new() { MaxLogBytes = 1000 });
        world.Publisher("a").PublishBytes(1, new byte[900]);

        var publisher = world.Publisher("b").PublishBytes(1, new byte[200]);

        Assert.Equal([new(1, 1, RejectCode.Throttled, 0, TimeSpan.FromSeconds(1))], publisher.Rejects);
        Assert.Empty(publisher.Acks);
    }

    [Fact]
    public void A_topic_makes_room_with_its_own_oldest_records()
    {
        var world = new HubWorld(new() { MaxLogBytes = 1000 });
        var publisher = world.Publisher("a").PublishBytes(1, new byte[600]).PublishBytes(2, new byte[600]);

        Assert.Equal([new(1, 1), new(1, 2)], publisher.Acks);
        Assert.InRange(world.Hub.LogBytes, 600, 1000);
    }

    [Fact]
    public void A_slow_producer_finds_its_acks_when_it_reads_again()
    {
        var publisher = _world.Publisher().Stall().PublishAll(5);
        var missed = publisher.Acks.Count;

        publisher.Read();

        Assert.Equal(2, missed);
        Assert.Equal([new(1, 1), new(1, 2), new(1, 5)], publisher.Acks);
    }

    [Fact]
    public void A_producer_that_connects_again_goes_on_where_the_log_stands()
    {
        _world.Publisher(producer: 9, attempt: 1).PublishAll(2).Break();

        var again = _world.Publisher(producer: 9, attempt: 2).Publish(3);

        Assert.Equal([new(1, 3)], again.Acks);
    }

    [Fact]
    public void The_cause_of_a_violation_is_told_to_the_client_and_to_the_shell()
    {
        var publisher = _world.Connect().Publish(1);

        Assert.Equal("No Topic frame has given alias 1 a name.", publisher.Errors.Single().Detail);
        Assert.Equal(HubCloseCause.ProtocolViolation, publisher.End!.Cause);
    }
}
