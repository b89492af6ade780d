using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>The shell expects the primary to fail and asks for another one. That is a guess, and gives way to everything else.</summary>
public sealed class PredictedMoveTests
{
    private const string Why = "Its quality is 20.";

    private readonly SessionWorld _world = SessionWorld.Alive();

    public PredictedMoveTests() => _world.Advance(1_000);

    private TestRelay First => _world.Relays[0];

    private TestRelay Guest => _world.Relays[2];

    [Fact]
    public void It_is_told_as_predicted_with_the_reason_and_counts_as_no_failover()
    {
        var request = _world.SwitchTo(Guest.Id, Why);

        Assert.True(request.IsDone);
        var started = _world.EventsOf<SessionEvent.FailoverStarted>().Single();
        Assert.Equal((First.Endpoint, FailoverReason.Predicted, Why), (started.OldRelay, started.Reason, started.Detail));
        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(
            (First.Endpoint, Guest.Endpoint, FailoverReason.Predicted),
            (completed.OldRelay, completed.NewRelay, completed.Reason));
        Assert.Equal(0, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void The_relay_that_gets_worse_is_published_to_no_longer()
    {
        _world.SwitchTo(Guest.Id, Why);

        Assert.Equal([false, true, true], _world.Relays.Select(relay => relay.View.IsPublishing));
        Assert.Equal(ConnectionPhase.Primary, Guest.Phase);
        Assert.Equal(ConnectionPhase.Standby, First.Phase);
    }

    [Fact]
    public void With_messages_under_way_both_get_them_until_the_new_one_has_acknowledged()
    {
        var sends = _world.SendMany(3);

        var request = _world.SwitchTo(Guest.Id, Why);
        Assert.False(request.IsSettled);
        Assert.Equal(ConnectionPhase.Primary, First.Phase);
        Assert.All(_world.Relays, relay => Assert.True(relay.View.IsPublishing));
        _world.Advance(10);

        Assert.True(request.IsDone);
        Assert.Equal(ConnectionPhase.Primary, Guest.Phase);
        Assert.All(sends, send => Assert.Equal(TimeSpan.FromMilliseconds(10), send.Result!.Value.Elapsed));
    }

    [Fact]
    public void Nobody_goes_back_to_the_relay_that_was_left_for_ten_failback_delays()
    {
        _world.SwitchTo(Guest.Id, Why);

        _world.Advance(299_900);
        Assert.NotEqual(ConnectionPhase.Primary, First.Phase);
        _world.Advance(60_000);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
        Assert.Equal(FailoverReason.Failback, _world.EventsOf<SessionEvent.FailoverCompleted>().Last().Reason);
    }

    [Fact]
    public void The_new_primary_is_not_kept_as_one_that_the_application_chose_would_be()
    {
        _world.Rank(First, _world.Relays[1], Guest);
        _world.SwitchTo(Guest.Id, Why);

        _world.Advance(31_000);

        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
    }

    [Fact]
    public void It_may_be_gone_back_to_at_once_when_the_others_are_lost()
    {
        _world.SwitchTo(Guest.Id, Why);

        Guest.Lose();
        _world.Relays[1].Lose();

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
    }

    [Fact]
    public void What_the_application_chose_is_not_overruled()
    {
        _world.SwitchTo(First.Id);

        var request = _world.SwitchTo(Guest.Id, Why);

        Assert.Contains("application chose", request.Obstacle, StringComparison.Ordinal);
        Assert.Equal(ConnectionPhase.Primary, First.Phase);
    }

    [Fact]
    public void A_move_that_is_under_way_goes_first()
    {
        Guest.Mute();
        _world.Send("m");
        var asked = _world.SwitchTo(Guest.Id);

        var predicted = _world.SwitchTo(_world.Relays[1].Id, Why);
        Guest.Answer().Ack(1);

        Assert.Contains("under way", predicted.Obstacle, StringComparison.Ordinal);
        Assert.True(asked.IsDone);
        Assert.Equal(ConnectionPhase.Primary, Guest.Phase);
    }

    [Fact]
    public void The_application_calls_a_predicted_move_off()
    {
        Guest.Mute();
        _world.Send("m");
        var predicted = _world.SwitchTo(Guest.Id, Why);

        var asked = _world.SwitchTo(_world.Relays[1].Id);

        Assert.Contains("Another switch", predicted.Obstacle, StringComparison.Ordinal);
        Assert.True(asked.IsDone);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
    }

    [Fact]
    public void A_primary_that_is_suspected_already_is_left_to_those_who_judge_it()
    {
        First.Mute();
        _world.Send("m");
        while (!First.IsSuspected)
        {
            _world.AdvanceToDeadline();
        }

        var request = _world.SwitchTo(Guest.Id, Why);

        Assert.Contains("suspected", request.Obstacle, StringComparison.Ordinal);
    }
}
