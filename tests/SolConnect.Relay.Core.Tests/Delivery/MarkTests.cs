using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>
/// Relays that were not published to are told what is settled, because no later message reveals it to them.
/// </summary>
public sealed class MarkTests
{
    [Fact]
    public void A_relay_that_was_not_published_to_is_told_after_a_second_of_silence()
    {
        var world = Settled();

        world.Advance(999);
        Assert.DoesNotContain(FrameType.Mark, world.Relays[2].Frames);
        world.Advance(1);

        Assert.Equal([2L], world.Relays[2].Marks);
        Assert.Empty(world.Relays[0].Marks);
        Assert.Empty(world.Relays[1].Marks);
    }

    [Fact]
    public void A_relay_is_told_once()
    {
        var world = Settled();

        world.Advance(60_000);

        Assert.Equal([2L], world.Relays[2].Marks);
    }

    [Fact]
    public void A_topic_that_is_not_silent_tells_nothing_yet()
    {
        var world = Settled();
        for (var count = 3; count <= 10; count++)
        {
            world.Advance(500);
            world.Send("more");
            world.Relays[0].Ack(count);
            world.Relays[1].Ack(count);
        }

        Assert.Empty(world.Relays[2].Marks);
        world.Advance(1_000);

        Assert.Equal([10L], world.Relays[2].Marks);
    }

    [Fact]
    public void A_relay_that_opens_is_told_at_once_and_before_anything_else()
    {
        var world = new SessionWorld(relays: 3);
        world.Start();
        world.Relays[0].Open();
        world.Relays[1].Open();
        world.SendMany(3);
        world.Relays[0].Ack(2);
        world.Relays[1].Ack(2);

        world.Relays[2].Open();
        Assert.Equal([new Published(RecordKind.Mark, "t", 2)], world.Relays[2].Published);

        world.Relays[1].Lose();
        Assert.Equal([RecordKind.Mark, RecordKind.Message], world.Relays[2].Published.Select(record => record.Kind));
    }

    [Fact]
    public void A_topic_of_which_nothing_is_settled_has_nothing_to_tell()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");

        world.Advance(5_000);

        Assert.Empty(world.Relays[2].Topics);
    }

    [Fact]
    public void A_relay_that_comes_back_is_told_again_what_it_has_not_acknowledged()
    {
        var world = Settled();
        world.Advance(1_000);

        world.Relays[2].Lose().Open();
        Assert.Equal([2L], world.Relays[2].Marks);
        world.Relays[2].Ack(2).Lose().Open();

        Assert.Empty(world.Relays[2].Marks);
    }

    private static SessionWorld Settled()
    {
        var world = SessionWorld.Connected();
        world.SendMany(2);
        world.Relays[0].Ack(2);
        world.Relays[1].Ack(2);
        return world;
    }
}
