using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Tests.Wire;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// Whatever the order in which acks, losses, rejects and cancellations come. Twice is asserted by the sends
/// themselves.
/// </summary>
public sealed class SendsEndOnceTests
{
    private static readonly SessionOptions Patient = new() { MessageTimeout = TimeSpan.FromHours(10) };

    [Fact]
    public void A_stop_ends_every_send_that_has_not_ended() => Property.Holds(RandomHistory.Moves, moves =>
    {
        var (world, history) = Play(moves, new());

        world.Stop();

        world.AssertNothingIsLeft();
        Assert.Equal(0, world.Session.Counters.Pending);
        Assert.Equal(
            history.Sends.Count, world.Session.Counters.MessagesSent + world.Session.Counters.MessagesFailed);
    });

    [Fact]
    public void When_all_relays_are_back_every_send_that_was_not_cancelled_gets_its_receipt() =>
        Property.Holds(RandomHistory.Moves, moves =>
        {
            var (world, history) = Play(moves, Patient);

            history.Heal();

            Assert.DoesNotContain(
                history.Sends, send => send.Outcome is not (SendOutcome.Receipted or SendOutcome.Cancelled));
            world.AssertNothingIsLeft();
            Assert.Equal(0, world.Session.Counters.Retained);
        });

    [Fact]
    public void The_same_holds_for_an_outbox_that_is_always_full() => Property.Holds(RandomHistory.Moves, moves =>
    {
        var (world, history) = Play(moves, Patient with { OutboxCapacity = 2 });

        history.Heal();

        world.AssertNothingIsLeft();
    });

    [Fact]
    public void Numbers_follow_the_order_of_the_sends_without_gaps() => Property.Holds(RandomHistory.Moves, moves =>
    {
        var (_, history) = Play(moves, Patient);

        foreach (var topic in history.Sends.GroupBy(send => send.Topic))
        {
            var numbers = topic.Where(send => send.Sequence > 0).Select(send => send.Sequence).ToList();
            Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        }
    });

    [Fact]
    public void A_relay_gets_a_run_without_holes_from_the_floor_on() => Property.Holds(RandomHistory.Moves, moves =>
    {
        var (world, _) = Play(moves, Patient);

        foreach (var topic in world.Relays.SelectMany(relay => relay.Published
            .Where(record => record.Kind != RecordKind.Mark).GroupBy(record => (relay.Id, record.Topic))))
        {
            var last = 0L;
            Assert.All(topic, record =>
            {
                var wentBack = record.Sequence == record.Floor;
                var skippedOnlySettled = record.Sequence > last && record.Floor > last;
                Assert.True(record.Sequence == last + 1 || wentBack || skippedOnlySettled);
                Assert.True(record.Floor <= record.Sequence);
                last = record.Sequence;
            });
        }
    });

    private static (SessionWorld World, RandomHistory History) Play(Move[] moves, SessionOptions options)
    {
        var world = new SessionWorld(options: options);
        var history = new RandomHistory(world);
        world.Start();
        history.Play(moves);
        return (world, history);
    }
}
