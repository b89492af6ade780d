using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// A suspect that is lost in another way before it is given up, and successors that are suspects themselves.
/// </summary>
public sealed class SuspectLossTests
{
    private readonly SessionWorld _world = SessionWorld.Alive(relays: 4, new() { Standbys = 3 });

    public SuspectLossTests()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    private TestRelay Primary => _world.Relays[0];

    [Fact]
    public void A_suspect_that_breaks_is_one_outage_counted_from_the_onset_of_its_silence()
    {
        Suspect(Primary);
        _world.Advance(300);

        Primary.Lose();

        Assert.Single(_world.EventsOf<SessionEvent.FailoverStarted>());
        Assert.Equal(
            new SessionEvent.FailoverCompleted(
                Primary.Endpoint, _world.Relays[1].Endpoint, FailoverReason.ConnectionLost,
                DetectionTime: TimeSpan.FromMilliseconds(110), FailoverTime: TimeSpan.FromMilliseconds(120),
                MessagesResent: 1),
            _world.EventsOf<SessionEvent.FailoverCompleted>().Single());
        Assert.Equal(1, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void A_suspect_that_asks_to_leave_is_left()
    {
        Suspect(Primary);
        _world.Advance(50);

        Primary.GoAway(TimeSpan.FromSeconds(5));

        Assert.Equal(ConnectionPhase.Draining, Primary.Phase);
        Assert.False(Primary.IsSuspected);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
        Assert.Single(_world.EventsOf<SessionEvent.FailoverStarted>());
        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(FailoverReason.GoAway, completed.Reason);
        Assert.Equal(TimeSpan.FromMilliseconds(110), completed.DetectionTime);
        Assert.Equal(0, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void A_draining_relay_is_not_judged_and_is_left_at_its_deadline_and_two_seconds()
    {
        Suspect(Primary);
        Primary.GoAway(TimeSpan.FromSeconds(5));

        _world.Advance(6_999);
        Assert.Null(Primary.End);
        _world.Advance(1);

        Assert.Equal(CloseReason.GoAway, Primary.End!.Reason);
        Assert.False(Primary.WasAborted);
        Assert.Equal(0, Primary.View.Penalty);
    }

    [Fact]
    public void A_suspect_that_is_not_the_primary_may_break_without_a_failover()
    {
        Suspect(_world.Relays[1]);

        _world.Relays[1].Lose();

        Assert.Empty(_world.EventsOf<SessionEvent.FailoverStarted>());
        Assert.Equal(ConnectionPhase.Primary, Primary.Phase);
    }

    [Fact]
    public void A_suspect_does_not_succeed_while_somebody_else_is_trusted()
    {
        Suspect(_world.Relays[1]);

        Primary.Lose();

        Assert.Equal(ConnectionPhase.Primary, _world.Relays[2].Phase);
        Assert.Equal(ConnectionPhase.Standby, _world.Relays[1].Phase);
    }

    [Fact]
    public void A_suspect_succeeds_where_nobody_else_is_open()
    {
        var world = SessionWorld.Alive(relays: 2);
        world.Relays[1].Mute();
        world.Send("m");
        world.Advance(150);

        world.Relays[0].Lose();

        Assert.True(world.Relays[1].IsSuspected);
        Assert.Equal(ConnectionPhase.Primary, world.Relays[1].Phase);
        Assert.Equal(TransportState.Degraded, world.Session.State);
    }

    [Fact]
    public void A_successor_that_falls_silent_before_it_was_of_use_belongs_to_the_same_outage()
    {
        Primary.Mute();
        _world.Relays[1].Mute();
        var send = _world.Send("m");

        _world.Advance(1_500);

        Assert.True(send.HasReceipt);
        Assert.Single(_world.EventsOf<SessionEvent.FailoverStarted>());
        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal((Primary.Endpoint, FailoverReason.Silent), (completed.OldRelay, completed.Reason));
        Assert.Equal(TimeSpan.FromMilliseconds(120), completed.FailoverTime);
        Assert.Contains(completed.NewRelay, _world.Relays[2..].Select(relay => relay.Endpoint));
    }

    [Fact]
    public void Two_primaries_that_fail_one_after_the_other_are_two_failovers()
    {
        Suspect(Primary);
        _world.Advance(1_500);
        Suspect(_world.Relays[1]);
        _world.Advance(1_500);

        Assert.Equal(
            [Primary.Endpoint, _world.Relays[1].Endpoint],
            _world.EventsOf<SessionEvent.FailoverCompleted>().Select(completed => completed.OldRelay));
        Assert.Equal(2, _world.Session.Counters.Failovers);
    }

    private void Suspect(TestRelay relay)
    {
        relay.Mute();
        _world.Send("m");
        _world.Advance(110);
        Assert.True(relay.IsSuspected);
    }
}
