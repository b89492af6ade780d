using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>What the machine counts for those who watch it.</summary>
public sealed class RelayTrafficTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    [Fact]
    public void Copies_and_bytes_are_counted_for_the_relay_that_they_went_to()
    {
        var before = _world.Relays.Select(relay => relay.View).ToArray();

        _world.SendMany(3);
        _world.Advance(20);

        Assert.Equal([3, 3, 0], Grown(before, view => view.MessagesSent));
        Assert.All(Grown(before, view => view.BytesSent).Take(2), bytes => Assert.InRange(bytes, 3, 300));
        Assert.All(Grown(before, view => view.BytesReceived).Take(2), bytes => Assert.InRange(bytes, 1, 300));
        Assert.Equal(_world.Relays.Sum(relay => relay.View.BytesSent), _world.Session.Counters.BytesSent);
        Assert.Equal(_world.Relays.Sum(relay => relay.View.BytesReceived), _world.Session.Counters.BytesReceived);
    }

    [Fact]
    public void Deliveries_are_counted_with_their_duplicates()
    {
        _world.Subscribe();
        Array.ForEach(_world.Relays, relay => relay.Subscribed());

        Array.ForEach(_world.Relays, relay => relay.Deliver(offset: 0, sequence: 1));

        Assert.All(_world.Relays, relay => Assert.Equal(1, relay.View.MessagesReceived));
        Assert.Equal(1, _world.Session.Counters.MessagesReceived);
    }

    [Fact]
    public void Each_round_trip_is_a_sample_as_it_was()
    {
        var relay = _world.Relays[0];
        var samples = relay.View.RttSamples;

        _world.Send("m");
        _world.Advance(20);

        Assert.Equal(samples + 1, relay.View.RttSamples);
        Assert.Equal(TimeSpan.FromMilliseconds(10), relay.View.LastRtt);
    }

    [Fact]
    public void Only_copies_that_stand_by_a_suspect_are_hedges()
    {
        _world.Send("m");
        _world.Advance(200);
        Assert.Equal((0, 0), (_world.Session.Counters.MessagesResent, _world.Session.Counters.MessagesHedged));

        _world.Relays[0].Mute();
        _world.SendMany(3);
        _world.Advance(120);

        Assert.Equal((3, 3), (_world.Session.Counters.MessagesResent, _world.Session.Counters.MessagesHedged));
    }

    [Fact]
    public void Copies_for_a_planned_move_are_no_hedges()
    {
        _world.SendMany(3);

        _world.SwitchTo(_world.Relays[2].Id);
        _world.Advance(20);

        Assert.Equal((3, 0), (_world.Session.Counters.MessagesResent, _world.Session.Counters.MessagesHedged));
    }

    private long[] Grown(RelayView[] before, Func<RelayView, long> count) =>
        [.. _world.Relays.Select((relay, index) => count(relay.View) - count(before[index]))];
}
