using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class FencingTests
{
    [Theory]
    [InlineData(1, 2, "a later attempt")]
    [InlineData(2, 1, "a higher generation, whatever its attempt")]
    public void The_newer_connection_of_a_producer_takes_over(long generation, long attempt, string why)
    {
        var world = new HubWorld();
        var old = world.Connect(producer: 9, generation: 1, attempt: 1);

        var newer = world.Connect(producer: 9, generation, attempt);

        Assert.Equal(ErrorCode.Fenced, old.Errors.Single().Code);
        Assert.Equal(HubCloseCause.Fenced, old.End!.Cause);
        Assert.True(newer.Welcomes.Count == 1 && newer.End is null, why);
    }

    [Theory]
    [InlineData(5, 3, "the same attempt again")]
    [InlineData(5, 2, "an earlier attempt that arrives late")]
    [InlineData(4, 9, "a lower generation")]
    public void A_stale_connection_cannot_push_out_the_live_one(long generation, long attempt, string why)
    {
        var world = new HubWorld();
        var live = world.Connect(producer: 9, generation: 5, attempt: 3);

        var stale = world.Connect(producer: 9, generation, attempt);

        Assert.Equal(ErrorCode.Fenced, stale.Errors.Single().Code);
        Assert.Empty(stale.Welcomes);
        Assert.True(live.End is null, why);
    }

    [Fact]
    public void A_producer_whose_connection_is_gone_may_come_back_with_any_attempt()
    {
        var world = new HubWorld();
        world.Connect(producer: 9, attempt: 5).Break();

        Assert.Single(world.Connect(producer: 9, attempt: 4).Welcomes);
    }

    [Fact]
    public void What_a_fenced_connection_still_sends_is_ignored()
    {
        var world = new HubWorld();
        var old = world.Publisher(producer: 9, attempt: 1);
        world.Connect(producer: 9, attempt: 2);

        old.Publish(1);

        Assert.Equal(0, world.Hub.LogBytes);
        Assert.Empty(old.Acks);
    }

    [Fact]
    public void A_fenced_connection_still_learns_what_was_appended()
    {
        var world = new HubWorld();
        var old = world.Publisher(producer: 9, attempt: 1);

        world.Together(() =>
        {
            old.Publish(1);
            world.Connect(producer: 9, attempt: 2);
        });

        Assert.Equal(new AckFrame(1, 1), old.Acks.Single());
        Assert.Equal([FrameType.Welcome, FrameType.Ack, FrameType.Error], old.Frames);
    }

    [Fact]
    public void A_higher_generation_starts_at_one_in_the_same_topic()
    {
        var world = new HubWorld();
        world.Publisher(producer: 9).PublishAll(3).Break();
        var subscriber = world.Subscriber();

        var restarted = world.Publisher(producer: 9, generation: 2).Publish(1, text: "again");

        Assert.Equal(new AckFrame(1, 1), restarted.Acks.Single());
        var last = subscriber.Delivered[^1];
        Assert.Equal((2, 1, "again"), (last.Generation, last.Sequence, last.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lower_generation_may_not_write_where_a_higher_one_has(bool byMark)
    {
        var world = new HubWorld();
        world.Publisher(producer: 9, generation: 2).Publish(1).Break();

        var old = world.Publisher(producer: 9, generation: 1);
        _ = byMark ? old.Mark(5) : old.Publish(1);

        Assert.Equal(ErrorCode.Fenced, old.Errors.Single().Code);
        Assert.Empty(old.Acks);
    }
}
