using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>A process that did not run for a while must not take its own silence for that of the relays.</summary>
public sealed class LatenessTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public LatenessTests()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    private TestRelay Primary => _world.Relays[0];

    [Theory]
    [InlineData(200, "by some")]
    [InlineData(2_000, "by much, but not enough to have slept")]
    public void A_tick_that_is_late_judges_nobody_before_the_answers_that_wait_are_read(double sleep, string why)
    {
        _world.Send("m");
        _world.Sleep(sleep);

        _world.Tick();
        _world.Advance(50);

        Assert.True(!_world.EventsOf<SessionEvent.TrustChanged>().Any(), why);
    }

    [Fact]
    public void A_tick_that_is_a_little_late_judges()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Sleep(130);

        _world.Tick();

        Assert.True(Primary.IsSuspected);
    }

    [Fact]
    public void Who_has_not_answered_after_the_grace_is_suspected()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Sleep(131);

        _world.Tick();
        Assert.False(Primary.IsSuspected);
        _world.Advance(9.9);
        Assert.False(Primary.IsSuspected);
        _world.Advance(0.1);

        Assert.True(Primary.IsSuspected);
        Assert.Equal([false, false], _world.Relays[1..].Select(relay => relay.IsSuspected));
    }

    [Fact]
    public void A_conviction_is_put_off_as_well()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Advance(1_000);
        _world.Sleep(300);

        _world.Tick();
        Assert.Null(Primary.End);
        Primary.Ack(2).Pong();
        _world.Advance(20);

        Assert.Null(Primary.End);
        Assert.False(Primary.IsSuspected);
    }

    [Fact]
    public void A_machine_that_is_always_late_judges_all_the_same()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Sleep(150);

        for (var postponed = 0; postponed < 5; postponed++)
        {
            _world.Tick();
            Assert.False(Primary.IsSuspected);
            _world.Sleep(50);
        }

        _world.Tick();

        Assert.True(Primary.IsSuspected);
    }

    [Fact]
    public void The_number_of_postponements_begins_anew_with_each_judgement()
    {
        A_machine_that_is_always_late_judges_all_the_same();
        Primary.Ack(2).Pong();
        _world.Advance(20);
        _world.Send("n");
        _world.Sleep(1_000);

        _world.Tick();

        Assert.False(Primary.IsSuspected);
    }

    [Theory]
    [InlineData(false, "the timer is the first to run")]
    [InlineData(true, "something is read before the timer runs")]
    public void After_a_sleep_every_relay_has_to_show_that_it_lives(bool isReadFirst, string why)
    {
        Array.ForEach(_world.Relays, relay => relay.Mute());
        var pings = _world.Relays.Select(relay => relay.Pings.Count).ToArray();
        _world.Sleep(60_000);
        if (isReadFirst)
        {
            _world.Relays[2].Pong(0);
        }

        _world.Tick();

        Assert.All(_world.Relays, relay => Assert.True(relay.IsSuspected, why));
        Assert.All(_world.Relays, relay => Assert.True(relay.Pings.Count > pings[Array.IndexOf(_world.Relays, relay)]));
        Assert.Equal(TransportState.Degraded, _world.Session.State);
        Assert.Equal(3, _world.EventsOf<SessionEvent.TrustChanged>().Count());
    }

    [Fact]
    public void The_answers_to_a_doubt_clear_it_and_nobody_is_blamed()
    {
        _world.Sleep(60_000);
        _world.Tick();

        _world.Advance(50);

        Assert.All(_world.Relays, relay => Assert.True(relay is { IsSuspected: false, View.Penalty: 0 }));
        Assert.Equal(TransportState.Connected, _world.Session.State);
        Assert.Equal(0, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void A_message_sent_after_a_sleep_is_delivered_by_whoever_survived_it()
    {
        Primary.Mute();
        _world.Relays[1].Mute();
        _world.Sleep(60_000);
        _world.Tick();
        var send = _world.Send("m");

        _world.Advance(15);
        Assert.True(send.HasReceipt);
        _world.Advance(1_100);

        Assert.Equal(CloseReason.Silent, Primary.End!.Reason);
        Assert.Equal(CloseReason.Silent, _world.Relays[1].End!.Reason);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[2].Phase);
    }

    [Fact]
    public void A_shell_that_knows_of_a_sleep_says_so()
    {
        _world.Step(SessionInput.Resumed());
        Assert.All(_world.Relays, relay => Assert.True(relay.IsSuspected));

        _world.Advance(20);

        Assert.All(_world.Relays, relay => Assert.False(relay.IsSuspected));
        Assert.Equal(
            FailoverReason.Recovered, _world.EventsOf<SessionEvent.FailoverCompleted>().Single().Reason);
    }

    [Fact]
    public void A_sleep_that_is_reported_twice_is_one_doubt()
    {
        _world.Step(SessionInput.Resumed());
        _world.Step(SessionInput.Resumed());

        Assert.Equal(3, _world.EventsOf<SessionEvent.TrustChanged>().Count());
    }

    [Fact]
    public void The_first_message_after_a_pause_is_no_sleep_although_pings_are_wanted_more_often_from_then_on()
    {
        _world.Advance(15_000);
        Assert.InRange(_world.Session.NextDeadline - _world.Now, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9));
        _world.Advance(2_500);

        _world.Send("m");

        Assert.Empty(_world.EventsOf<SessionEvent.TrustChanged>());
    }

    [Fact]
    public void A_pause_with_nothing_due_is_no_sleep()
    {
        var world = SessionWorld.Alive(options: new() { HealthCheckInterval = TimeSpan.FromMinutes(5) });
        world.Sleep(200_000);

        world.Send("m");
        world.Tick();

        Assert.Empty(world.EventsOf<SessionEvent.TrustChanged>());
    }

    [Fact]
    public void A_ranking_that_makes_a_move_due_at_once_is_no_sleep()
    {
        _world.Advance(100_000);

        _world.Rank(_world.Relays[1], _world.Relays[0], _world.Relays[2]);

        Assert.Empty(_world.EventsOf<SessionEvent.TrustChanged>());
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
    }

    [Fact]
    public void The_first_answer_after_a_long_silence_of_all_is_no_sleep()
    {
        Array.ForEach(_world.Relays, relay => relay.Mute());
        _world.Send("m");
        _world.Advance(9_000);

        _world.Relays[1].Answer().Ack(2).Pong();
        _world.Advance(15);

        Assert.False(_world.Relays[1].IsSuspected);
        Assert.DoesNotContain(
            _world.EventsOf<SessionEvent.TrustChanged>(),
            trust => trust.Reason.Contains("Nothing ran", StringComparison.Ordinal));
    }
}
