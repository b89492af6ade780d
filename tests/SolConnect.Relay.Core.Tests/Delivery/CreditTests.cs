using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>
/// How much a relay may send ahead of the application. A message here costs a little more than the third of a
/// buffer, so that each return is worth a frame.
/// </summary>
public sealed class CreditTests
{
    private const int Buffer = 1_000;
    private const int Third = 300;

    // Type, length, subscription, offset; kind, producer, generation, sequence, timestamp, length of the headers.
    private const int Cost = 1 + 2 + 1 + 1 + 1 + 16 + 1 + 1 + 6 + 1 + Third;

    [Fact]
    public void Credit_comes_back_when_the_application_has_taken_the_message()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 1, padding: Third);
        Assert.Empty(world.Relays[0].Credits);
        world.Consume(subscription);

        Assert.Equal([(long)Cost], world.Relays[0].Credits);
    }

    [Fact]
    public void Small_amounts_are_collected_until_they_are_a_quarter_of_the_buffer()
    {
        var (world, subscription) = Live();
        for (var sequence = 1; sequence <= 10; sequence++)
        {
            world.Relays[0].Deliver(sequence, sequence);
            world.Consume(subscription);
        }

        Assert.InRange(Assert.Single(world.Relays[0].Credits), Buffer / 4, (Buffer / 4) + 50);
    }

    [Fact]
    public void Duplicates_marks_and_tombstones_cost_nothing_for_long()
    {
        var (world, _) = Live();
        world.Relays[0].Deliver(0, 1, padding: Third);

        world.Relays[1].Deliver(0, 1, padding: Third);
        Assert.Equal([(long)Cost], world.Relays[1].Credits);
        for (var sequence = 2; sequence < 40; sequence++)
        {
            world.Relays[1].Deliver(
                sequence, sequence, kind: sequence % 2 == 0 ? RecordKind.Mark : RecordKind.Tombstone);
        }

        Assert.True(world.Relays[1].Credits.Count > 2);
        Assert.Null(world.Relays[1].End);
    }

    [Fact]
    public void A_held_message_gives_its_credit_back_at_once_and_owes_it_when_it_is_handed_out()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 2, padding: Third);
        Assert.Equal([(long)Cost], world.Relays[0].Credits);
        world.Relays[1].Deliver(0, 1, padding: Third);
        world.Consume(subscription);

        Assert.Equal([(long)Cost], world.Relays[0].Credits);
        Assert.Equal([(long)Cost], world.Relays[1].Credits);
    }

    [Fact]
    public void A_relay_that_sends_without_credit_breaks_the_protocol()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 1, padding: Third).Deliver(1, 2, padding: Third).Deliver(2, 3, padding: Third + 50);
        Assert.Null(world.Relays[0].End);
        world.Relays[0].Deliver(3, 4);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
        Assert.Equal(3, subscription.Messages.Count);
    }

    [Fact]
    public void A_message_larger_than_the_buffer_may_overdraw_it()
    {
        var (world, subscription) = Live();

        world.Relays[0].Deliver(0, 1, padding: 3 * Buffer);
        Assert.Null(world.Relays[0].End);
        world.Consume(subscription);

        Assert.True(world.Relays[0].Credits.Single() > 3 * Buffer);
    }

    [Fact]
    public void What_the_application_has_not_taken_is_owed_on_the_next_connection_too()
    {
        var (world, subscription) = Live();
        world.Relays[0].Deliver(0, 1, padding: Third).Deliver(1, 2, padding: Third);

        world.Relays[0].Lose().Open();
        Assert.Equal(Buffer - (2 * Cost), world.Relays[0].Subscribes.Single().Credit);
        world.Relays[0].Subscribed(SubscribeOutcome.Resumed, next: 2);
        world.Consume(subscription);

        Assert.Equal([Cost, (long)Cost], world.Relays[0].Credits);
    }

    [Fact]
    public void A_buffer_that_is_overdrawn_grants_nothing_on_the_next_connection_until_it_is_emptied()
    {
        var (world, subscription) = Live();
        world.Relays[0].Deliver(0, 1, padding: 2 * Buffer);

        world.Relays[0].Lose().Open().Subscribed(SubscribeOutcome.Resumed, next: 1);
        Assert.Equal(0, world.Relays[0].Subscribes.Single().Credit);
        world.Consume(subscription);

        Assert.Equal([(long)Buffer], world.Relays[0].Credits);
    }

    [Fact]
    public void A_reader_that_is_slow_stops_only_the_relays_and_no_gap_comes_of_it()
    {
        var (world, subscription) = Live();
        world.Relays[1].Deliver(0, 1, producer: 2, padding: Buffer);
        world.Relays[0].Deliver(0, 2, producer: 1);

        world.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, world.Session.Counters.Gaps);
        world.Consume(subscription);
        world.Relays[1].Deliver(1, 1, producer: 1);

        Assert.Equal(["p1-1", "p1-2"], subscription.Texts.TakeLast(2));
    }

    private static (SessionWorld World, TestSubscription Subscription) Live()
    {
        var world = SessionWorld.Connected(relays: 2);
        var subscription = world.Subscribe(bufferBytes: Buffer);
        Array.ForEach(world.Relays, relay => relay.Subscribed());
        return (world, subscription);
    }
}
