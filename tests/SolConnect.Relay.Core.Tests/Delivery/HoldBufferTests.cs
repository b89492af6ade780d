using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>
/// What happens when more would have to be held than may be, and when more producers are remembered than may be.
/// </summary>
public sealed class HoldBufferTests
{
    private const int Buffer = 1_000;
    private const int Third = 300;

    [Fact]
    public void A_full_hold_buffer_stops_the_relay_that_is_ahead_and_waits_for_the_one_that_is_behind()
    {
        var (world, subscription) = Live(new() { HoldCapacity = 2 });

        Ahead(world, 2, 3, 4);
        Assert.Equal(2, world.Relays[0].Credits.Count);
        Assert.Equal(0, world.Session.Counters.Gaps);
        world.Relays[1].Deliver(0, 1);

        Assert.Equal(4, subscription.Messages.Count);
        Assert.Equal(0, world.Session.Counters.Gaps);
    }

    [Fact]
    public void A_relay_that_was_stopped_goes_on_when_its_messages_are_consumed()
    {
        var (world, subscription) = Live(new() { HoldCapacity = 2 });
        Ahead(world, 2, 3, 4);
        world.Relays[1].Deliver(0, 1);

        world.Consume(subscription);

        Assert.Equal(3, world.Relays[0].Credits.Count);
        Assert.Equal(3 * Cost(world), world.Relays[0].Credits.Sum());
    }

    [Fact]
    public void A_full_hold_buffer_means_a_gap_when_nobody_is_left_who_could_bring_what_is_missing()
    {
        var (world, subscription) = Live(new() { HoldCapacity = 2 });
        world.Relays[1].Lose();

        Ahead(world, 2, 3);
        Assert.Empty(subscription.Messages);
        Ahead(world, 4);

        Assert.Equal(GapReason.HoldBufferFull, subscription.Messages[0].GapBefore!.Reason);
        Assert.Equal([2L, 3, 4], subscription.Messages.Select(message => message.Id.Sequence));
    }

    [Fact]
    public void Bytes_are_limited_like_messages()
    {
        var (world, subscription) = Live(new() { HoldBytes = (2 * Third) + 10 });
        world.Relays[1].Lose();

        Ahead(world, 2, 3);
        Assert.Empty(subscription.Messages);
        Ahead(world, 4);

        Assert.Equal(GapReason.HoldBufferFull, subscription.Messages[0].GapBefore!.Reason);
    }

    [Fact]
    public void Copies_of_what_is_held_take_no_room()
    {
        var (world, subscription) = Live(new() { HoldCapacity = 2 }, relays: 3);
        world.Relays[2].Lose();

        Ahead(world, 2, 3);
        world.Relays[1].Deliver(0, 2).Deliver(1, 3);

        Assert.Empty(subscription.Messages);
    }

    [Fact]
    public void The_producer_that_was_silent_for_longest_is_forgotten_when_there_are_too_many()
    {
        var (world, subscription) = Live(new() { MaxProducers = 2 }, relays: 1);
        world.Relays[0].Deliver(0, 1, producer: 1);
        world.Advance(1);
        world.Relays[0].Deliver(1, 1, producer: 2);
        world.Advance(1);

        world.Relays[0].Deliver(2, 1, producer: 3).Deliver(3, 2, producer: 2);

        Assert.Equal(AlertKind.ProducerTableFull, world.EventsOf<SessionEvent.Alert>().Single().Kind);
        Assert.Equal(["p1-1", "p2-1", "p3-1", "p2-2"], subscription.Texts);
        Assert.Equal(0, world.Session.Counters.Gaps);
    }

    [Fact]
    public void What_a_forgotten_producer_was_waiting_for_is_reported()
    {
        var (world, subscription) = Live(new() { MaxProducers = 1 });
        world.Relays[0].Deliver(0, 2, producer: 1);
        Assert.Empty(subscription.Messages);

        world.Relays[0].Deliver(1, 1, producer: 2);

        Assert.Equal(["p1-2", "p2-1"], subscription.Texts);
        Assert.Equal(GapReason.HoldBufferFull, world.EventsOf<SessionEvent.GapDetected>().Single().Gap.Reason);
    }

    [Fact]
    public void A_frontier_of_more_producers_than_can_be_remembered_costs_the_connection()
    {
        var world = SessionWorld.Connected(options: new() { MaxProducers = 2 });
        world.Subscribe();

        world.Relays[0].Subscribed(more: true, frontier: [(1, 1), (2, 1)]);
        Assert.Null(world.Relays[0].End);
        world.Relays[0].Subscribed(frontier: [(3, 1)]);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
    }

    private static void Ahead(SessionWorld world, params int[] sequences) =>
        Array.ForEach(sequences, sequence => world.Relays[0].Deliver(sequence, sequence, padding: Third));

    private static long Cost(SessionWorld world) => world.Relays[0].Credits[0];

    private static (SessionWorld World, TestSubscription Subscription) Live(SessionOptions options, int relays = 2)
    {
        var world = SessionWorld.Connected(relays, options);
        var subscription = world.Subscribe(bufferBytes: Buffer);
        Array.ForEach(world.Relays, relay => relay.Subscribed());
        return (world, subscription);
    }
}
