using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// The session asks for a tick when something is due and not otherwise. That no deadline lies in the past is asserted
/// after every step of every test.
/// </summary>
public sealed class DeadlineTests
{
    [Fact]
    public void A_session_that_was_not_started_waits_for_nothing()
    {
        Assert.Equal(Instant.Never, new SessionWorld().Session.NextDeadline);
    }

    [Fact]
    public void An_idle_session_ticks_for_its_pings_only()
    {
        var world = SessionWorld.Connected();
        var ticks = world.Ticks;
        for (var interval = 1; interval <= 30; interval++)
        {
            world.Advance(10_000);
            Array.ForEach(world.Relays, relay => relay.Pong());
        }

        Assert.InRange(world.Ticks - ticks, 30, 30 * 3);
        Assert.All(world.Relays, relay => Assert.Equal(30, relay.Pings.Count));
    }

    [Fact]
    public void A_tick_that_comes_early_changes_nothing()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        var effects = world.Transcript.Count;

        for (var count = 0; count < 10; count++)
        {
            world.Tick();
        }

        Assert.Equal(effects, world.Transcript.Count);
    }

    [Fact]
    public void Everything_that_is_due_happens_in_one_tick_however_late_it_comes()
    {
        var world = SessionWorld.Connected(options: new() { MessageTimeout = TimeSpan.FromSeconds(5) });
        var sends = world.SendMany(20);
        world.Relays[0].Lose();

        world.Session.Step(SessionInput.Tick(), world.Now + TimeSpan.FromMinutes(1));
        while (world.Session.TryTakeEffect(out var effect))
        {
            if (effect.Kind == SessionEffectKind.SendsSettled)
            {
                TestSend.Settle(effect.Settled);
            }
        }

        Assert.All(sends, send => Assert.NotNull(send.Result));
        Assert.True(world.Session.NextDeadline > world.Now + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_relay_that_is_stalled_does_not_make_the_session_spin()
    {
        var world = SessionWorld.Connected();
        Array.ForEach(world.Relays, relay => relay.IsStalled = true);
        for (var count = 0; count < 10; count++)
        {
            world.Send("m");
        }

        var ticks = world.Ticks;
        world.Advance(9_000);

        Assert.InRange(world.Ticks - ticks, 0, 20);
    }

    [Fact]
    public void Pings_of_a_relay_are_answered()
    {
        var world = SessionWorld.Connected();

        world.Relays[1].Say(new PingFrame(77).Write);

        Assert.Equal(77, world.Relays[1].Pongs.Single().Nonce);
    }

    [Fact]
    public void A_pong_measures_the_way_and_tells_the_load()
    {
        var world = SessionWorld.Connected(relays: 1);
        world.Advance(10_000);
        world.Advance(80);

        world.Relays[0].Pong();

        Assert.Equal(TimeSpan.FromMilliseconds(80), world.Relays[0].View.SmoothedRtt);
        Assert.Equal(500, world.Relays[0].View.LoadPerMille);
    }

    [Theory]
    [InlineData(0, "an older nonce")]
    [InlineData(9, "a nonce that was never sent")]
    public void A_pong_that_answers_something_else_measures_nothing(long nonce, string why)
    {
        var world = SessionWorld.Connected(relays: 1);
        world.Advance(10_000);
        world.Advance(80);

        world.Relays[0].Pong(nonce);

        Assert.True(world.Relays[0].View.SmoothedRtt == TimeSpan.Zero, why);
        Assert.Null(world.Relays[0].End);
    }
}
