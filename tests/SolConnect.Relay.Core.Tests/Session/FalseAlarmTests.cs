using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// What the links of the false-alarm day found: relays that are well, and a way to them that is long or lossy.
/// </summary>
public sealed class FalseAlarmTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    private TestRelay Primary => _world.Relays[0];

    [Theory]
    [InlineData(400, 100)]
    [InlineData(600, 100)]
    [InlineData(600, 1_000)]
    public void A_path_that_is_longer_than_the_answer_to_Hello_is_believed_becomes_trusted(
        double roundTrip, double period)
    {
        Array.ForEach(_world.Relays, relay => relay.Answer(roundTrip));
        SendFor(seconds: 60, period);
        var before = _world.EventsOf<SessionEvent.TrustChanged>().Count();

        SendFor(seconds: 60, period);

        Assert.All(_world.Relays, relay => Assert.False(relay.IsSuspected));
        Assert.Equal(before, _world.EventsOf<SessionEvent.TrustChanged>().Count());
    }

    [Fact]
    public void A_suspect_that_still_answers_what_was_asked_before_gets_T2_from_there()
    {
        Warm();
        Primary.Answer(after: 1_000);
        _world.Send("m");
        Primary.Answer(after: 10_000);

        _world.Advance(1_999);
        Assert.Null(Primary.End);
        _world.Advance(2);

        Assert.Equal(CloseReason.Silent, Primary.End!.Reason);
    }

    [Fact]
    public void After_a_silence_that_ended_well_a_relay_is_given_up_only_after_twice_as_long()
    {
        Warm();
        Primary.Answer(after: 900);
        _world.Send("m");
        _world.Advance(200);
        Primary.Answer();
        _world.Advance(3_000);
        Assert.False(Primary.IsSuspected);

        Primary.Mute();
        _world.Send("n");
        _world.Advance(1_500);
        Assert.Null(Primary.End);
        _world.Advance(2_500);

        var closed = _world.EventsOf<SessionEvent.RelayClosed>().First();
        Assert.Equal((Primary.Endpoint, CloseReason.Silent), (closed.Relay, closed.Reason));
    }

    [Fact]
    public void After_a_long_stall_that_ended_well_a_relay_that_still_answers_old_questions_is_not_given_up()
    {
        Warm();
        foreach (var delay in new[] { 900, 1_700 })
        {
            Primary.Answer(delay);
            _world.Send("m");
            _world.Advance(200);
            Primary.Answer();
            _world.Advance(3_000);
            Assert.False(Primary.IsSuspected);
        }

        // T2 is more than 3 s now. One answer after the other, each to a question older than the probe, for longer than three
        // times the T2 of a relay that nothing is remembered of.
        Primary.Mute();
        for (var sends = 0; sends < 10; sends++)
        {
            _world.Send("n");
        }

        for (var sequence = 4; sequence < 14; sequence++)
        {
            _world.Advance(450);
            Primary.Ack(sequence);
        }

        Assert.Null(Primary.End);
    }

    [Fact]
    public void While_nobody_answers_the_primary_is_tried_first_each_time()
    {
        for (var round = 0; round < 2; round++)
        {
            Warm();
            Array.ForEach(_world.Relays, relay => relay.Mute());
            _world.Send("m");
            _world.Advance(3_400);

            Assert.False(Primary.Challenger!.IsGone);
            Assert.All(_world.Relays[1..], relay => Assert.Null(relay.Challenger));
            Primary.Challenger.FailDial();
            Array.ForEach(_world.Relays, relay => relay.Answer().Ack(2 + (2 * round)).Pong());
            _world.Advance(5_000);
        }
    }

    [Fact]
    public void A_primary_that_is_fenced_by_its_own_challenger_keeps_its_place_until_Welcome()
    {
        var challenger = Fence();
        Assert.Equal(0, _world.Session.Counters.Failovers);

        challenger.Welcome();
        _world.Advance(20);

        Assert.Equal(ConnectionPhase.Primary, challenger.Phase);
        Assert.Equal(0, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void The_place_is_free_when_such_a_challenger_gets_no_Welcome()
    {
        var challenger = Fence();
        Array.ForEach(_world.Relays[1..], relay => relay.Answer().Pong());

        challenger.Lose();
        _world.Send("n");
        _world.Advance(50);

        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
        Assert.Equal(1, _world.Session.Counters.Failovers);
    }

    private void Warm()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    private TestRelay Fence()
    {
        Warm();
        Array.ForEach(_world.Relays, relay => relay.Mute());
        _world.Send("m");
        _world.Advance(3_400);
        var challenger = Primary.Challenger!.Answer().Accept();
        Primary.Say(new ErrorFrame(ErrorCode.Fenced, "A newer connection took over.").Write);
        return challenger;
    }

    private void SendFor(int seconds, double period)
    {
        for (var sent = 0.0; sent < seconds * 1_000; sent += period)
        {
            _world.Send("m");
            _world.Advance(period);
        }
    }
}
