using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>While nobody answers, new connections are tried beside the silent ones.</summary>
public sealed class ChallengerTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public ChallengerTests()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    private IEnumerable<TestRelay> Challengers =>
        _world.Relays.Select(relay => relay.Challenger).OfType<TestRelay>();

    [Fact]
    public void After_three_seconds_a_new_connection_is_tried_beside_a_silent_one()
    {
        Silence();

        _world.Advance(2_999);
        Assert.Empty(Challengers);
        _world.Advance(1);

        Assert.Single(Challengers);
        Assert.All(_world.Relays, relay => Assert.Null(relay.End));
    }

    [Fact]
    public void Each_silent_relay_is_tried_in_turn_and_once_at_a_time()
    {
        Silence();
        _world.Advance(6_000);
        Assert.Equal(2, Challengers.Count());

        _world.Advance(3_000);
        Assert.Equal(3, Challengers.Count());
        _world.Advance(60_000);

        Assert.All(Challengers, challenger => Assert.Equal(1, challenger.Dials));
    }

    [Fact]
    public void A_challenger_that_fails_is_tried_again_at_its_turn_and_makes_no_relay_unhealthy()
    {
        Silence();
        var dials = 0;
        for (var round = 0; round < 12; round++)
        {
            _world.Advance(3_000);
            foreach (var challenger in Challengers.Where(challenger => !challenger.IsGone))
            {
                challenger.FailDial();
                dials++;
            }
        }

        Assert.Equal(12, dials);
        Assert.Empty(_world.EventsOf<SessionEvent.HealthChanged>());
        Assert.All(_world.Relays, relay => Assert.True(relay is { End: null, View.FailedDials: 0 }));
    }

    [Fact]
    public void The_Welcome_of_a_challenger_replaces_the_silent_connection_and_gives_up_the_others()
    {
        var send = Silence();
        _world.Advance(3_000);
        var silent = _world.Relays.Single(relay => relay.Challenger is not null);
        var challenger = silent.Challenger!.Answer();

        challenger.Accept();
        Assert.Null(silent.End);
        challenger.Welcome();

        Assert.Equal(CloseReason.Silent, silent.End!.Reason);
        Assert.True(silent.WasAborted);
        Assert.Equal([2L], challenger.Sequences);
        _world.Advance(15);
        Assert.Equal(ConnectionPhase.Primary, challenger.Phase);
        Assert.All(_world.Relays, relay => Assert.Equal(CloseReason.Silent, relay.End?.Reason));
        Assert.Equal(1, send.Result!.Value.Acks);
    }

    [Fact]
    public void Relays_that_a_change_of_network_cut_off_are_not_blamed()
    {
        The_Welcome_of_a_challenger_replaces_the_silent_connection_and_gives_up_the_others();

        Assert.All(_world.Relays, relay => Assert.Equal(0, relay.View.Penalty, tolerance: 0.001));
    }

    [Fact]
    public void The_primary_on_a_new_connection_has_recovered_and_no_suspect_takes_its_place_meanwhile()
    {
        The_Welcome_of_a_challenger_replaces_the_silent_connection_and_gives_up_the_others();

        Assert.Single(_world.EventsOf<SessionEvent.FailoverStarted>());
        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal((completed.OldRelay, FailoverReason.Recovered), (completed.NewRelay, completed.Reason));
        Assert.Equal(0, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void A_challenger_that_brings_another_log_gets_everything_and_its_acks_count()
    {
        var send = Silence();
        _world.Advance(3_000);
        var challenger = Challengers.Single();
        challenger.Log = new(new Guid(77, 0, 0, new byte[8]));

        challenger.Answer().Accept().Welcome();
        _world.Advance(20);

        Assert.Equal(1, send.Result!.Value.Acks);
        Assert.Equal(2, challenger.Sequences.Last());
    }

    [Fact]
    public void A_challenger_is_dropped_when_its_relay_answers_again()
    {
        Silence();
        _world.Advance(3_000);
        var challenger = Challengers.Single();

        Heal();
        _world.Advance(2_000);

        Assert.Equal(CloseReason.Requested, challenger.End!.Reason);
        Assert.True(challenger.WasAborted);
        Assert.All(_world.Relays, relay => Assert.True(relay is { End: null, IsSuspected: false }));
        Assert.Equal(TransportState.Connected, _world.Session.State);
    }

    [Fact]
    public void A_challenger_that_has_said_Hello_stays_because_the_relay_has_ended_the_old_connection_for_it()
    {
        Silence();
        _world.Advance(3_000);
        var relay = _world.Relays.Single(relay => relay.Challenger is not null);
        var challenger = relay.Challenger!.Answer().Accept();

        Heal();
        _world.Advance(1_000);
        Assert.Null(challenger.End);
        challenger.Welcome();
        _world.Advance(50);

        Assert.Equal(CloseReason.Silent, relay.End!.Reason);
        Assert.Equal(TransportState.Connected, _world.Session.State);
    }

    [Fact]
    public void When_the_silent_connection_breaks_its_challenger_takes_its_place()
    {
        Silence();
        _world.Advance(3_000);
        var relay = _world.Relays.Single(relay => relay.Challenger is not null);
        var challenger = relay.Challenger!.Answer();

        relay.Lose();
        Assert.Equal(ConnectionPhase.Connecting, relay.Phase);
        challenger.Accept().Welcome();
        _world.Advance(15);

        Assert.Equal(1, relay.Dials);
        Assert.Equal(challenger.Connection, relay.View.Connection);
        Assert.NotEqual(ConnectionPhase.Connecting, relay.Phase);
    }

    [Fact]
    public void A_relay_that_is_alone_is_challenged_too()
    {
        var world = SessionWorld.Alive(relays: 1);
        world.Relays[0].Mute();
        var send = world.Send("m");
        world.Advance(3_100);

        world.Relays[0].Challenger!.Answer().Accept().Welcome();
        world.Advance(15);

        Assert.True(send.HasReceipt);
        Assert.Equal(TransportState.Connected, world.Session.State);
    }

    /// <summary>Every relay falls silent and is suspected, the last of them at this moment.</summary>
    private TestSend Silence()
    {
        Array.ForEach(_world.Relays, relay => relay.Mute());
        var send = _world.Send("m");
        _world.Advance(110);
        while (!_world.Relays[2].IsSuspected)
        {
            _world.AdvanceToDeadline();
        }

        Assert.All(_world.Relays, relay => Assert.True(relay.IsSuspected));
        return send;
    }

    private void Heal() => Array.ForEach(_world.Relays, relay =>
    {
        relay.Answer().Ack(2).Pong();
    });
}
