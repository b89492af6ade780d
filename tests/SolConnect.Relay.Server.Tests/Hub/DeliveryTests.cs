using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class DeliveryTests
{
    private readonly HubWorld _world = new();

    [Fact]
    public void Every_subscriber_gets_every_record_as_it_was_published()
    {
        var (one, other) = (_world.Subscriber(), _world.Subscriber());

        var publisher = _world.Publisher().Publish(1, text: "hello").Tombstone(2);

        Delivered[] expected =
        [
            new(1, 0, RecordKind.Message, publisher.Producer, 1, 1, "hello", one.Delivered[0].FrameLength),
            new(1, 1, RecordKind.Tombstone, publisher.Producer, 1, 2, "", one.Delivered[1].FrameLength),
        ];
        Assert.Equal(expected, one.Delivered);
        Assert.Equal(expected, other.Delivered);
    }

    [Fact]
    public void Records_are_sent_while_there_is_credit_and_cost_their_whole_frame()
    {
        _world.Publisher().PublishAll(10);
        var length = _world.Subscriber().Delivered[0].FrameLength;

        var subscriber = _world.Subscriber(credit: (2 * length) + 1);
        Assert.Equal(["m1", "m2", "m3"], subscriber.Texts);

        // The third one overdrew the credit by all but one byte of its length.
        subscriber.Credit(length - 1);
        Assert.Equal(3, subscriber.Delivered.Count);
        subscriber.Credit(1);
        Assert.Equal(4, subscriber.Delivered.Count);
    }

    [Fact]
    public void Credit_beyond_all_bounds_does_not_overflow()
    {
        var subscriber = _world.Subscriber(credit: WireProtocol.MaxNumber)
            .Credit(WireProtocol.MaxNumber).Credit(WireProtocol.MaxNumber);

        _world.Publisher().PublishAll(3);

        Assert.Equal(3, subscriber.Delivered.Count);
    }

    [Fact]
    public void A_reader_without_credit_lags_and_blocks_nobody()
    {
        var (slow, fast) = (_world.Subscriber(credit: 0), _world.Subscriber());

        _world.Publisher().PublishAll(1000);

        Assert.Empty(slow.Delivered);
        Assert.Equal(1000, fast.Delivered.Count);
        slow.Credit(1_000_000);
        Assert.Equal(fast.Texts, slow.Texts);
    }

    [Fact]
    public void A_reader_whose_socket_is_full_costs_two_writes_and_gets_everything_later()
    {
        var slow = _world.Subscriber().Stall();

        _world.Publisher().PublishAll(20_000);

        Assert.Equal(2, slow.WritesOutstanding);
        slow.Read();
        Assert.Equal(Enumerable.Range(1, 20_000).Select(sequence => $"m{sequence}"), slow.Texts);
    }

    [Fact]
    public void A_batch_ends_once_it_has_reached_its_size()
    {
        _world.Publisher().PublishAll(20_000);

        var subscriber = _world.Subscriber();

        Assert.All(subscriber.MessageLengths, length => Assert.InRange(length, 1, WireProtocol.CoalesceBytes + 100));
        Assert.InRange(subscriber.MessageLengths.Count, 5, 30);
    }

    [Fact]
    public void One_subscription_does_not_starve_another_on_the_same_connection()
    {
        var publisher = _world.Publisher("busy").Topic("quiet").Publish(1, alias: 2);
        _world.Together(() => publisher.PublishAll(20_000));
        var subscriber = _world.Connect().Stall();

        _world.Together(() => subscriber.Subscribe("busy", subscription: 1).Subscribe("quiet", subscription: 2));

        Assert.Contains(subscriber.Delivered, delivered => delivered.Subscription == 2);
        subscriber.Read();
        Assert.Equal(20_001, subscriber.Delivered.Count);
    }

    [Fact]
    public void Answers_go_before_records()
    {
        _world.Publisher().PublishAll(3);
        var client = _world.Publisher("other");
        client.Frames.Clear();

        _world.Together(() => client.Subscribe("t").Publish(1).Ping(5));

        Assert.Equal(
            [
                FrameType.Ack, FrameType.Pong, FrameType.Subscribed,
                FrameType.Deliver, FrameType.Deliver, FrameType.Deliver,
            ],
            client.Frames);
    }

    [Fact]
    public void A_pong_carries_nonce_load_and_clock()
    {
        var world = new HubWorld(new() { MaxConnections = 4 });

        var pong = world.Connect().Ping(77).Pongs.Single();

        Assert.Equal(new PongFrame(77, 250, world.Clock), pong);
    }

    [Fact]
    public void Sync_is_answered_at_once_by_a_cursor_at_the_end()
    {
        var subscriber = _world.Subscriber().Sync(7);

        Assert.Equal([new(1, 7)], subscriber.Synced);
    }

    [Fact]
    public void Sync_is_answered_behind_what_the_log_held_and_before_what_came_later()
    {
        var publisher = _world.Publisher().PublishAll(2);
        var subscriber = _world.Subscriber(credit: 0).Sync(1);
        publisher.Publish(3);
        subscriber.Sync(2);
        Assert.Empty(subscriber.Synced);
        subscriber.Frames.Clear();

        subscriber.Credit(1_000_000);

        Assert.Equal(
            [FrameType.Deliver, FrameType.Deliver, FrameType.Synced, FrameType.Deliver, FrameType.Synced],
            subscriber.Frames);
        Assert.Equal([1, 2], subscriber.Synced.Select(frame => frame.Nonce));
    }

    [Fact]
    public void After_Unsubscribe_nothing_more_is_sent()
    {
        var subscriber = _world.Subscriber();
        var publisher = _world.Publisher().Publish(1);

        subscriber.Unsubscribe();
        publisher.Publish(2);

        Assert.Equal(["m1"], subscriber.Texts);
        subscriber.Unsubscribe().Credit(5).Sync(1);
        Assert.Null(subscriber.End);
    }

    [Fact]
    public void Unsubscribe_ends_a_cursor_that_waits_for_the_socket()
    {
        var subscriber = _world.Subscriber().Stall();
        _world.Publisher().PublishAll(20_000);

        subscriber.Unsubscribe();
        subscriber.Read();

        Assert.InRange(subscriber.Delivered.Count, 1, 10_000);
    }

    [Fact]
    public void A_connection_that_breaks_leaves_nothing_behind()
    {
        _world.Subscriber().Stall().Break();

        _world.Publisher().PublishAll(3);

        Assert.Equal(1, _world.Hub.Connections);
    }
}
