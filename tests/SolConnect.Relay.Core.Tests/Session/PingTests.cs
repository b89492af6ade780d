using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>When a relay is asked for a sign of life although nobody has a reason to doubt it.</summary>
public sealed class PingTests
{
    [Fact]
    public void While_traffic_flowed_in_the_last_ten_seconds_a_path_is_asked_a_second_after_its_last_answer()
    {
        var world = SessionWorld.Alive();
        world.Send("m");
        world.Advance(10);

        world.Advance(999);
        Assert.All(world.Relays[..2], relay => Assert.Empty(relay.Pings));
        world.Advance(1);
        Assert.All(world.Relays, relay => Assert.Single(relay.Pings));

        world.Advance(8_980);
        Assert.All(world.Relays, relay => Assert.Equal(9, relay.Pings.Count));
    }

    [Fact]
    public void Ten_seconds_after_the_last_traffic_once_in_an_interval_is_enough()
    {
        var world = SessionWorld.Alive();
        world.Send("m");
        world.Advance(10_000);
        var before = world.Relays.Select(relay => relay.Pings.Count).ToArray();

        world.Advance(60_000);

        Assert.All(world.Relays.Zip(before), pair => Assert.InRange(pair.First.Pings.Count - pair.Second, 5, 6));
    }

    [Fact]
    public void Without_traffic_each_relay_is_asked_once_in_an_interval()
    {
        var world = SessionWorld.Alive(options: new() { HealthCheckInterval = TimeSpan.FromSeconds(20) });

        world.Advance(19_990);
        Assert.All(world.Relays, relay => Assert.Empty(relay.Pings));
        world.Advance(10);
        Assert.All(world.Relays, relay => Assert.Single(relay.Pings));
        world.Advance(100_000);

        Assert.All(world.Relays, relay => Assert.InRange(relay.Pings.Count, 5, 6));
    }

    [Fact]
    public void An_interval_shorter_than_a_second_is_kept_with_traffic_too()
    {
        var world = SessionWorld.Alive(options: new() { HealthCheckInterval = TimeSpan.FromMilliseconds(400) });
        world.Send("m");

        world.Advance(4_200);

        Assert.All(world.Relays, relay => Assert.InRange(relay.Pings.Count, 9, 11));
    }

    [Fact]
    public void What_is_under_way_is_a_question_already()
    {
        var world = SessionWorld.Alive(relays: 2);
        Array.ForEach(world.Relays, relay => relay.Answer(after: 60));
        for (var passed = 0; passed < 9_000; passed += 50)
        {
            world.Send("m");
            world.Advance(50);
        }

        Assert.All(world.Relays, relay => Assert.Empty(relay.Pings));
    }

    [Fact]
    public void Even_with_messages_under_way_all_the_time_a_ping_brings_load_and_clock_once_in_an_interval()
    {
        var world = SessionWorld.Alive(relays: 2);
        Array.ForEach(world.Relays, relay => relay.Answer(after: 60));
        for (var passed = 0; passed < 35_000; passed += 50)
        {
            world.Send("m");
            world.Advance(50);
        }

        Assert.All(world.Relays, relay => Assert.Equal(3, relay.Pings.Count));
    }

    [Fact]
    public void A_ping_without_an_answer_is_not_repeated_but_by_probes()
    {
        var world = SessionWorld.Alive(relays: 1);
        world.Relays[0].Mute();

        world.Advance(13_000);

        // The ping at 10 s and the probe when it was overdue.
        Assert.Equal(2, world.Relays[0].Pings.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_relay_that_only_idles_is_found_by_its_ping(int silent)
    {
        var world = SessionWorld.Alive();
        world.Relays[silent].Mute();

        world.Advance(10_099);
        Assert.False(world.Relays[silent].IsSuspected);
        world.Advance(1);
        Assert.True(world.Relays[silent].IsSuspected);
        world.Advance(1_000);

        Assert.Equal(CloseReason.Silent, world.Relays[silent].End!.Reason);
        Assert.Equal(silent == 0 ? 1 : 0, world.EventsOf<SessionEvent.FailoverCompleted>().Count());
    }

    [Fact]
    public void A_failover_of_an_idle_session_is_measured_from_the_ping()
    {
        var world = SessionWorld.Alive();
        world.Relays[0].Mute();

        world.Advance(11_500);

        var completed = world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(
            (FailoverReason.Silent, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), 0L),
            (completed.Reason, completed.DetectionTime, completed.FailoverTime, completed.MessagesResent));
    }

    [Fact]
    public void A_session_that_only_subscribes_notices_a_silent_relay_while_others_deliver()
    {
        var world = SessionWorld.Alive();
        var subscription = world.Subscribe();
        Array.ForEach(world.Relays, relay => relay.Subscribed());
        var offset = 0;
        for (; offset < 20; offset++)
        {
            Array.ForEach(world.Relays, relay => relay.Deliver(offset, offset + 1));
            world.Advance(100);
        }

        world.Relays[0].Mute();
        for (; offset < 45; offset++)
        {
            world.Relays[1].Deliver(offset, offset + 1);
            world.Advance(100);
        }

        var closed = world.EventsOf<SessionEvent.RelayClosed>().Single();
        Assert.Equal((world.Relays[0].Endpoint, CloseReason.Silent), (closed.Relay, closed.Reason));
        Assert.Equal(45, subscription.Messages.Count);
    }
}
