using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>When a relay is dialled again, and when it counts as unhealthy.</summary>
public sealed class RedialTests
{
    [Theory]
    [InlineData(0, 500)]
    [InlineData(1, 1_000)]
    [InlineData(3, 4_000)]
    [InlineData(10, 15_000)]
    public void The_wait_is_drawn_below_a_ceiling_that_doubles_up_to_fifteen_seconds(int earlierFailures, int ceiling)
    {
        var waits = Enumerable.Range(1, 300).Select(seed => WaitAfter(earlierFailures, (ulong)seed)).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 0, ceiling));
        Assert.True(waits.Max() > ceiling * 0.9, "the whole range is used");
        Assert.True(waits.Min() < ceiling * 0.1, "the jitter is full");
    }

    [Fact]
    public void The_first_redial_after_a_loss_is_spread_too()
    {
        var waits = Enumerable.Range(1, 300).Select(seed =>
        {
            var world = SessionWorld.Connected(seed: (ulong)seed);
            world.Relays[0].Lose();
            return world.EventsOf<SessionEvent.RelayClosed>().Single().NextDialIn.TotalMilliseconds;
        }).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, 0, 250));
        Assert.True(waits.Max() - waits.Min() > 200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_relay_asked_for_is_waited_for_first(bool open)
    {
        var world = new SessionWorld(relays: 1);
        world.Start();
        var retryAfter = TimeSpan.FromSeconds(40);
        _ = open ? world.Relays[0].Open().Lose(retryAfter) : world.Relays[0].FailDial(retryAfter);

        world.Advance(retryAfter - TimeSpan.FromTicks(1));
        Assert.Equal(1, world.Relays[0].Dials);
        world.Advance(4_001);

        Assert.Equal(2, world.Relays[0].Dials);
    }

    [Fact]
    public void A_relay_that_cannot_be_reached_is_tried_for_ever()
    {
        var world = new SessionWorld(relays: 1);
        world.Start();

        for (var count = 1; count <= 100; count++)
        {
            world.Relays[0].FailDial();
            world.Advance(15_000);
            Assert.Equal(count + 1, world.Relays[0].Dials);
        }
    }

    [Fact]
    public void A_relay_is_dialled_once_at_a_time()
    {
        var world = new SessionWorld(relays: 1);
        world.Start();

        world.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, world.Relays[0].Dials);
    }

    [Fact]
    public void A_relay_counts_as_unhealthy_after_some_failures_in_a_row_and_healthy_with_a_welcome()
    {
        var world = new SessionWorld(relays: 1, new() { MaxRetries = 3 });
        world.Start();
        var relay = world.Relays[0];

        for (var failures = 1; failures <= 4; failures++)
        {
            Assert.Equal(failures <= 3, relay.View.IsHealthy);
            relay.FailDial();
            world.Advance(15_000);
        }

        relay.Open();

        Assert.True(relay.View.IsHealthy);
        Assert.Equal([false, true], world.EventsOf<SessionEvent.HealthChanged>().Select(change => change.Healthy));
    }

    [Fact]
    public void Welcome_resets_the_backoff_of_a_relay_that_was_only_out_of_reach()
    {
        var world = new SessionWorld(relays: 1);
        world.Start();
        for (var count = 0; count < 10; count++)
        {
            world.Relays[0].FailDial();
            world.Advance(15_000);
        }

        world.Relays[0].Open().Lose();

        Assert.InRange(world.EventsOf<SessionEvent.RelayClosed>().Last().NextDialIn.TotalMilliseconds, 0, 250);
    }

    [Fact]
    public void A_relay_that_welcomes_and_then_breaks_the_protocol_is_dialled_less_and_less_often()
    {
        var world = new SessionWorld(relays: 1);
        world.Start();
        var started = world.Now;

        for (var count = 0; count < 12; count++)
        {
            world.Relays[0].Open().Say(new AckFrame(1, 1).Write);
        }

        Assert.True(world.Now - started > TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_relay_that_behaves_for_a_while_is_forgiven()
    {
        var world = new SessionWorld(relays: 1);
        world.Start();
        for (var count = 0; count < 12; count++)
        {
            world.Relays[0].Open().Say(new AckFrame(1, 1).Write);
        }

        world.Relays[0].Open();
        world.Advance(10_000);
        world.Relays[0].Lose();

        Assert.InRange(world.EventsOf<SessionEvent.RelayClosed>().Last().NextDialIn.TotalMilliseconds, 0, 250);
    }

    private static double WaitAfter(int earlierFailures, ulong seed)
    {
        var world = new SessionWorld(relays: 1, seed: seed);
        world.Start();
        for (var count = 0; count < earlierFailures; count++)
        {
            world.Relays[0].FailDial();
            world.Advance(15_000);
        }

        world.Relays[0].FailDial();
        return world.EventsOf<SessionEvent.RelayClosed>().Last().NextDialIn.TotalMilliseconds;
    }
}
