using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// A better ranked relay that is back becomes the primary again, in its time and without anybody waiting.
/// </summary>
public sealed class FailbackTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    private TestRelay First => _world.Relays[0];

    private TestRelay Second => _world.Relays[1];

    [Fact]
    public void It_comes_thirty_seconds_after_the_better_relay_is_back()
    {
        First.Lose().Open();

        _world.Advance(29_999);
        Assert.Equal(ConnectionPhase.Primary, Second.Phase);
        _world.Advance(1);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
        Assert.Equal([true, false, true], _world.Relays.Select(relay => relay.View.IsPublishing));
    }

    [Fact]
    public void It_is_reported_and_counts_as_no_failover()
    {
        First.Lose().Open();
        _world.Events.Clear();

        _world.Advance(30_000);

        var started = _world.EventsOf<SessionEvent.FailoverStarted>().Single();
        Assert.Equal((Second.Endpoint, FailoverReason.Failback), (started.OldRelay, started.Reason));
        Assert.Equal(
            new SessionEvent.FailoverCompleted(
                Second.Endpoint, First.Endpoint, FailoverReason.Failback, TimeSpan.Zero, TimeSpan.Zero,
                MessagesResent: 0),
            _world.EventsOf<SessionEvent.FailoverCompleted>().Single());
        Assert.Equal(1, _world.Session.Counters.Failovers);
        Assert.Empty(_world.EventsOf<SessionEvent.TrustChanged>());
    }

    [Fact]
    public void Messages_go_to_both_until_the_new_one_has_acknowledged()
    {
        ReturnAndWait(seconds: 29.995);
        First.Mute();
        var send = _world.Send("m");
        _world.Advance(5);
        Assert.Equal([1L], First.Sequences);

        _world.Send("n");
        _world.Advance(20);
        Assert.True(send.HasReceipt);
        Assert.Equal(ConnectionPhase.Primary, Second.Phase);
        Assert.All(_world.Relays, relay => Assert.True(relay.View.IsPublishing));
        First.Ack(2);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
        Assert.Equal([true, false, true], _world.Relays.Select(relay => relay.View.IsPublishing));
    }

    [Fact]
    public void Sends_during_a_failback_wait_no_longer_than_before()
    {
        ReturnAndWait(seconds: 29.5);
        var sends = new List<TestSend>();
        for (var passed = 0; passed < 1_000; passed += 5)
        {
            sends.Add(_world.Send("m"));
            _world.Advance(5);
        }

        _world.Advance(20);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
        Assert.All(sends, send => Assert.InRange(
            send.Result!.Value.Elapsed, TimeSpan.Zero, TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void A_relay_that_is_lost_before_it_took_over_changes_nothing()
    {
        ReturnAndWait(seconds: 29.995);
        First.Mute();
        _world.Send("m");
        _world.Advance(50);
        Assert.Equal([1L], First.Sequences);
        _world.Events.Clear();

        First.Lose();
        _world.Advance(50);

        Assert.Equal(ConnectionPhase.Primary, Second.Phase);
        Assert.Equal([false, true, true], _world.Relays.Select(relay => relay.View.IsPublishing));
        Assert.Empty(_world.EventsOf<SessionEvent.FailoverStarted>());
    }

    [Fact]
    public void A_relay_that_has_just_come_back_does_not_profit_from_the_time_of_another_one()
    {
        _world.Rank(_world.Relays[2], Second, First);
        _world.Advance(29_000);
        _world.Relays[2].Lose().Open().Answer();

        _world.Advance(2_000);
        Assert.Equal(ConnectionPhase.Primary, Second.Phase);
        _world.Advance(30_000);

        Assert.Equal(ConnectionPhase.Primary, _world.Relays[2].Phase);
    }

    [Fact]
    public void A_relay_that_does_not_answer_when_its_failback_is_due_comes_back_once_it_does()
    {
        ReturnAndWait(seconds: 29.5);
        First.Mute();
        _world.Step(SessionInput.Resumed());
        _world.Advance(700);
        Assert.True(First.IsSuspected);

        First.Answer().Pong();
        _world.Advance(60_000);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
    }

    [Fact]
    public void A_failback_is_not_lost_with_a_primary_that_does_not_answer_when_it_is_due()
    {
        ReturnAndWait(seconds: 29.5);
        Second.Mute();
        _world.Step(SessionInput.Resumed());
        _world.Advance(700);
        Assert.True(Second.IsSuspected);

        Second.Answer().Pong();
        _world.Advance(60_000);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
    }

    private void ReturnAndWait(double seconds)
    {
        First.Lose().Open().Answer();
        _world.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(ConnectionPhase.Primary, Second.Phase);
    }
}
