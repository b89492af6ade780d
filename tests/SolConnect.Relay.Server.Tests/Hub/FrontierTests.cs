using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class FrontierTests
{
    [Fact]
    public void It_names_the_last_sequence_before_the_start_for_each_producer()
    {
        var world = new HubWorld();
        var (a, b) = (world.Publisher(), world.Publisher());
        a.PublishAll(2);
        b.Publish(1);
        a.Publish(3);

        Assert.Empty(At(world, 0));
        Assert.Equal([new(a.Producer, 1, 1)], At(world, 1));
        Assert.Equal([new(a.Producer, 1, 2)], At(world, 2));
        Assert.Equal([new(a.Producer, 1, 2), new(b.Producer, 1, 1)], At(world, 3));
        Assert.Equal([new(a.Producer, 1, 3), new(b.Producer, 1, 1)], At(world, 4));
    }

    [Fact]
    public void A_start_between_two_generations_names_the_older_one()
    {
        var world = new HubWorld();
        world.Publisher(producer: 9, generation: 1).PublishAll(2).Break();
        world.Publisher(producer: 9, generation: 3).Publish(1);

        Assert.Equal([new(HubWorld.Producer(9), 1, 2)], At(world, 2));
        Assert.Equal([new(HubWorld.Producer(9), 3, 1)], At(world, 3));
    }

    [Fact]
    public void After_trimming_it_names_exactly_what_was_trimmed()
    {
        var world = new HubWorld(new() { RetentionRecords = 2 });
        var (a, b) = (world.Publisher(), world.Publisher());
        a.PublishAll(3);
        b.PublishAll(2);

        Assert.Equal([new(a.Producer, 1, 3)], At(world, 3));
        b.Publish(3);
        Assert.Equal([new(a.Producer, 1, 3), new(b.Producer, 1, 1)], At(world, 4));
    }

    [Fact]
    public void A_long_one_continues_over_several_frames_and_is_complete()
    {
        var world = new HubWorld();
        for (var producer = 1; producer <= 5000; producer++)
        {
            world.Publisher(producer: producer).Publish(1).Break();
        }

        var subscriber = world.Connect(producer: 9999).Stall();
        subscriber.Subscribe("t", StartKind.Latest);
        Assert.True(subscriber.Subscribed[^1].More);
        subscriber.Read();

        Assert.Equal([true, true, true, true, false], subscriber.Subscribed.Select(frame => frame.More));
        var entries = subscriber.Subscribed.SelectMany(frame => frame.Frontier);
        Assert.Equal(5000, entries.Select(entry => entry.Producer).Distinct().Count());
        Assert.All(subscriber.MessageLengths, length => Assert.InRange(length, 1, WireProtocol.CoalesceBytes));
        Assert.Single(subscriber.Subscribed.Select(frame => (frame.Outcome, frame.NextOffset, frame.Log)).Distinct());
    }

    [Fact]
    public void It_agrees_with_a_replay_of_everything_that_was_ever_appended()
    {
        var random = new Random(4711);
        var world = new HubWorld(new() { RetentionRecords = 40 });
        var publishers = Enumerable.Range(1, 6).Select(number => world.Publisher(producer: number)).ToArray();
        var next = new long[publishers.Length];
        var history = new List<FrontierEntry>();
        var observer = world.Connect(producer: 100).Subscribe("t");
        for (var round = 0; round < 300; round++)
        {
            var who = random.Next(publishers.Length);
            var sequence = next[who] += random.Next(1, 4);
            _ = random.Next(3) switch
            {
                0 => publishers[who].Mark(sequence),
                1 => publishers[who].Tombstone(sequence, floor: sequence),
                _ => publishers[who].Publish(sequence, floor: sequence),
            };
            history.Add(new(publishers[who].Producer, 1, sequence));

            var at = random.Next(Math.Max(0, history.Count - 40), history.Count + 1);
            var expected = history.Take(at).GroupBy(entry => entry.Producer).Select(entries => entries.Last());
            Assert.Equal(expected.OrderBy(entry => entry.Producer), At(world, at));
        }

        var order = observer.Delivered.Select(seen => new FrontierEntry(seen.Producer, seen.Generation, seen.Sequence));
        Assert.Equal(history, order);
    }

    private static FrontierEntry[] At(HubWorld world, long offset)
    {
        var subscriber = world.Connect(producer: 1_000_000)
            .Subscribe("t", StartKind.Position, new(HubWorld.Log, offset), credit: 0);
        subscriber.Break();
        var subscribed = subscriber.Subscribed.Single();
        Assert.Equal((SubscribeOutcome.Resumed, offset), (subscribed.Outcome, subscribed.NextOffset));
        return [.. subscribed.Frontier.OrderBy(entry => entry.Producer)];
    }
}
