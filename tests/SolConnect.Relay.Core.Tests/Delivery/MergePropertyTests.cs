using FsCheck;
using FsCheck.Fluent;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using Property = SolConnect.Relay.Core.Tests.Wire.Property;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>
/// Three logs that each hold some of one producer's messages, read in any interleaving: what is handed out is their
/// union, once and in order, and what is reported lost is exactly the rest.
/// </summary>
public sealed class MergePropertyTests
{
    private const int Relays = 3;
    private const int Messages = 20;

    private static readonly Gen<(int[] Holders, int[] Turns)> Histories =
        from holders in Gen.ArrayOf(Gen.Choose(0, 7), Messages)
        from turns in Gen.ArrayOf(Gen.Choose(0, Relays - 1), 40)
        select (holders, turns);

    [Fact]
    public void The_stream_is_the_union_of_the_logs_and_gaps_are_the_rest() => Property.Holds(Histories, history =>
    {
        var (world, subscription) = Play(history.Holders, history.Turns, bufferBytes: 100_000);

        AssertUnion(world, subscription, history.Holders);
    });

    [Fact]
    public void Credit_that_is_always_short_changes_nothing() => Property.Holds(Histories, history =>
    {
        var (world, subscription) = Play(history.Holders, history.Turns, bufferBytes: 200);

        AssertUnion(world, subscription, history.Holders);
    });

    private static void AssertUnion(SessionWorld world, TestSubscription subscription, int[] holders)
    {
        var held = Enumerable.Range(1, Messages).Where(sequence => holders[sequence - 1] > 0).ToList();
        var last = held.LastOrDefault();

        Assert.Equal(held, subscription.Messages.Select(message => (int)message.Id.Sequence));
        Assert.Equal(
            Enumerable.Range(1, last).Except(held),
            world.EventsOf<SessionEvent.GapDetected>()
                .SelectMany(gap => Enumerable.Range((int)gap.Gap.First, (int)gap.Gap.Count)));
        Assert.All(world.Relays, relay => Assert.Null(relay.End));
    }

    private static (SessionWorld World, TestSubscription Subscription) Play(int[] holders, int[] turns, int bufferBytes)
    {
        var world = SessionWorld.Connected(Relays);
        var subscription = world.Subscribe(bufferBytes: bufferBytes);
        var logs = world.Relays.Select((relay, slot) => new ScriptedLog(
            relay.Subscribed(), bufferBytes,
            Enumerable.Range(1, Messages).Where(sequence => ((holders[sequence - 1] >> slot) & 1) > 0))).ToList();
        foreach (var turn in turns)
        {
            logs[turn].Go();
        }

        for (var round = 0; round < 200; round++)
        {
            world.Consume(subscription);
            logs.ForEach(log => log.Go());
        }

        return (world, subscription);
    }
}
