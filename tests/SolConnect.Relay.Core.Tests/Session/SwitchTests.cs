using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>The application asks for another primary, and gets one answer.</summary>
public sealed class SwitchTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public SwitchTests() => _world.Advance(1_000);

    private TestRelay Guest => _world.Relays[2];

    [Fact]
    public void A_relay_with_nothing_to_send_takes_over_at_once()
    {
        var request = _world.SwitchTo(Guest.Id);

        Assert.True(request.IsDone);
        Assert.Equal(ConnectionPhase.Primary, Guest.Phase);
        Assert.Equal([false, true, true], _world.Relays.Select(relay => relay.View.IsPublishing));
        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(
            (_world.Relays[0].Endpoint, Guest.Endpoint, FailoverReason.Manual),
            (completed.OldRelay, completed.NewRelay, completed.Reason));
        Assert.Equal(0, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void A_relay_that_is_published_to_already_takes_over_at_once()
    {
        var request = _world.SwitchTo(_world.Relays[1].Id);

        Assert.True(request.IsDone);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
        Assert.Equal([true, true, false], _world.Relays.Select(relay => relay.View.IsPublishing));
    }

    [Fact]
    public void With_messages_under_way_it_takes_over_when_it_has_acknowledged()
    {
        var sends = _world.SendMany(3);

        var request = _world.SwitchTo(Guest.Id);
        Assert.False(request.IsSettled);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
        Assert.Equal([1L, 2, 3], Guest.Sequences);
        _world.Advance(10);

        Assert.True(request.IsDone);
        Assert.Equal(ConnectionPhase.Primary, Guest.Phase);
        Assert.All(sends, send => Assert.Equal(TimeSpan.FromMilliseconds(10), send.Result!.Value.Elapsed));
    }

    [Fact]
    public void The_relay_that_is_the_primary_already_is_an_answer()
    {
        var request = _world.SwitchTo(_world.Relays[0].Id);

        Assert.True(request.IsDone);
        Assert.Empty(_world.EventsOf<SessionEvent.FailoverStarted>());
    }

    [Fact]
    public void A_relay_outside_of_the_set_is_an_obstacle()
    {
        Assert.Contains("relay set", Refused("r99"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_relay_that_is_not_connected_is_an_obstacle()
    {
        Guest.Lose();

        Assert.Contains("not connected", Refused(Guest.Id), StringComparison.Ordinal);
    }

    [Fact]
    public void A_relay_that_is_being_left_is_an_obstacle()
    {
        Guest.GoAway(TimeSpan.FromSeconds(5));

        Assert.Contains("not connected", Refused(Guest.Id), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suspect_is_an_obstacle()
    {
        Guest.Mute();
        while (!Guest.IsSuspected)
        {
            _world.AdvanceToDeadline();
        }

        Assert.Contains("does not answer", Refused(Guest.Id), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_relay_that_is_lost_or_falls_silent_before_it_took_over_is_an_obstacle(bool isSilent)
    {
        var request = Begin();

        if (isSilent)
        {
            _world.Advance(300);
        }
        else
        {
            Guest.Lose();
        }

        Assert.Contains("before it could take over", request.Obstacle, StringComparison.Ordinal);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
        Assert.Empty(_world.EventsOf<SessionEvent.FailoverCompleted>());
    }

    [Fact]
    public void A_later_request_supersedes_an_earlier_one()
    {
        var first = Begin();

        var second = _world.SwitchTo(_world.Relays[1].Id);

        Assert.Contains("Another switch", first.Obstacle, StringComparison.Ordinal);
        Assert.True(second.IsDone);
        Guest.Answer().Ack(1);
        _world.Advance(1_000);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
        Assert.Equal([true, true, false], _world.Relays.Select(relay => relay.View.IsPublishing));
    }

    [Fact]
    public void A_request_for_the_primary_calls_off_a_move_that_is_under_way()
    {
        Begin();

        var second = _world.SwitchTo(_world.Relays[0].Id);
        Guest.Answer().Ack(1);
        _world.Advance(1_000);

        Assert.True(second.IsDone);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
        Assert.Equal([true, true, false], _world.Relays.Select(relay => relay.View.IsPublishing));
    }

    [Fact]
    public void A_request_that_cannot_be_met_calls_off_the_earlier_one_all_the_same()
    {
        var first = Begin();

        Refused("r99");
        Guest.Answer().Ack(1);
        _world.Advance(1_000);

        Assert.Contains("Another switch", first.Obstacle, StringComparison.Ordinal);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
        Assert.False(Guest.View.IsPublishing);
    }

    [Fact]
    public void Stop_answers_a_request_that_waits()
    {
        var request = Begin();

        _world.Stop();

        Assert.Contains("disconnected", request.Obstacle, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_application_chose_is_not_taken_back()
    {
        _world.SwitchTo(Guest.Id);

        _world.Advance(120_000);

        Assert.Equal(ConnectionPhase.Primary, Guest.Phase);
    }

    [Fact]
    public void The_primary_that_the_application_confirmed_is_not_taken_back_either()
    {
        _world.SwitchTo(_world.Relays[0].Id);

        _world.Rank(Guest, _world.Relays[1], _world.Relays[0]);
        _world.Advance(120_000);

        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
    }

    [Fact]
    public void A_failback_that_was_planned_before_the_application_chose_is_called_off()
    {
        _world.Rank(Guest, _world.Relays[1], _world.Relays[0]);
        _world.Advance(10_000);

        _world.SwitchTo(_world.Relays[0].Id);
        _world.Advance(120_000);

        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
    }

    [Fact]
    public void A_choice_that_is_lost_is_forgotten()
    {
        _world.SwitchTo(Guest.Id);
        Guest.Lose().Open().Answer();

        _world.Advance(120_000);

        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
    }

    [Fact]
    public void When_the_primary_fails_during_a_move_the_guest_may_succeed_it()
    {
        var request = Begin();

        _world.Relays[0].Lose();
        Guest.Answer().Ack(1);
        _world.Advance(50);

        Assert.True(request.IsDone);
        Assert.Equal(ConnectionPhase.Primary, Guest.Phase);
        Assert.Equal(1, _world.Session.Counters.Failovers);
    }

    /// <summary>A move to the third relay that waits for an ack of it.</summary>
    private TestSwitch Begin()
    {
        Guest.Mute();
        _world.Send("m");
        var request = _world.SwitchTo(Guest.Id);
        Assert.False(request.IsSettled);
        return request;
    }

    private string Refused(string relayId)
    {
        var request = _world.SwitchTo(relayId);

        Assert.True(request.IsSettled);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
        return request.Obstacle!;
    }
}
