using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

/// <summary>What many messages cost in writes and acks, counted. Nothing is timed.</summary>
public sealed class OperationTests
{
    private const int Messages = 200;

    private readonly HubWorld _world = new();

    [Fact]
    public void Messages_that_came_together_are_one_ack()
    {
        var publisher = _world.Publisher();

        _world.Together(() => publisher.PublishAll(Messages));

        Assert.Equal(Messages, Assert.Single(publisher.Acks).Through);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Messages_that_came_together_are_one_write_for_each_subscriber(int subscribers)
    {
        var all = Enumerable.Range(0, subscribers).Select(_ => _world.Subscriber()).ToList();
        var publisher = _world.Publisher();
        var before = all.ConvertAll(subscriber => subscriber.MessageLengths.Count);

        _world.Together(() => publisher.PublishAll(Messages));

        Assert.All(all, subscriber => Assert.Equal(Messages, subscriber.Delivered.Count));
        Assert.Equal(before.ConvertAll(count => count + 1), all.ConvertAll(subscriber => subscriber.MessageLengths.Count));
    }

    [Fact]
    public void A_delivery_adds_at_most_48_bytes_to_its_payload()
    {
        var subscriber = _world.Subscriber();

        _world.Publisher().PublishAll(Messages);

        Assert.All(subscriber.Delivered, delivered =>
            Assert.InRange(delivered.FrameLength - delivered.Text.Length, 0, 48));
    }

    [Fact]
    public void More_than_one_write_holds_goes_out_in_full_ones()
    {
        var subscriber = _world.Subscriber();
        var publisher = _world.Publisher();
        var before = subscriber.MessageLengths.Count;

        _world.Together(() =>
        {
            for (var sequence = 1L; sequence <= 100; sequence++)
            {
                publisher.PublishBytes(sequence, new byte[10_000]);
            }
        });

        var writes = subscriber.MessageLengths.Skip(before).ToList();
        Assert.All(writes.SkipLast(1), length => Assert.InRange(length, WireProtocol.CoalesceBytes, WireProtocol.CoalesceBytes + 10_100));
    }
}
