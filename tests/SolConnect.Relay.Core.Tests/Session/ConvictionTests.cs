using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// The second step: a suspect loses its connection, if there is evidence that the network is not to blame.
/// </summary>
public sealed class ConvictionTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public ConvictionTests()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    private TestRelay Primary => _world.Relays[0];

    [Fact]
    public void A_suspect_that_answers_nothing_for_T2_is_given_up_while_others_answer()
    {
        Primary.Mute();
        _world.Send("m");

        _world.Advance(1_109);
        Assert.Null(Primary.End);
        _world.Advance(1);

        Assert.Equal(CloseReason.Silent, Primary.End!.Reason);
        Assert.True(Primary.WasAborted);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
        Assert.Equal(1, Primary.View.Penalty, tolerance: 0.001);
    }

    [Fact]
    public void It_is_dialled_again()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Advance(1_110);

        Primary.Open().Answer();
        _world.Advance(50);

        Assert.Equal(TransportState.Connected, _world.Session.State);
        Assert.Equal(ConnectionPhase.Standby, Primary.Phase);
    }

    [Fact]
    public void Times_count_from_the_oldest_message_without_an_ack_and_end_with_the_receipt()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Advance(50);
        _world.Send("n");

        _world.Advance(2_000);

        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(
            new SessionEvent.FailoverCompleted(
                Primary.Endpoint, _world.Relays[1].Endpoint, FailoverReason.Silent,
                DetectionTime: TimeSpan.FromMilliseconds(110), FailoverTime: TimeSpan.FromMilliseconds(120),
                MessagesResent: 2),
            completed);
        Assert.Equal(1, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void Nobody_is_given_up_without_evidence()
    {
        var world = SessionWorld.Alive(relays: 1);
        world.Relays[0].Mute();
        world.Send("m");

        world.Advance(30_000);

        Assert.Null(world.Relays[0].End);
        Assert.True(world.Relays[0].IsSuspected);
    }

    [Fact]
    public void What_another_relay_answered_before_the_probe_is_no_evidence()
    {
        var world = SessionWorld.Alive(relays: 2);
        world.Relays[0].Mute();
        world.Send("m");

        // The second one acknowledges the message, which was sent before the probe, and is silent from then on.
        world.Advance(50);
        world.Relays[1].Mute();
        world.Advance(10_000);

        Assert.All(world.Relays, relay => Assert.Null(relay.End));
    }

    [Fact]
    public void Evidence_that_comes_late_is_evidence_when_the_others_have_had_their_time()
    {
        var world = SessionWorld.Alive(relays: 2);
        Array.ForEach(world.Relays, relay => relay.Mute());
        world.Send("m");
        world.Advance(2_000);
        Assert.All(world.Relays, relay => Assert.True(relay is { IsSuspected: true, End: null }));

        world.Relays[1].Ack(1).Pong();
        world.Advance(999);
        Assert.Null(world.Relays[0].End);
        world.Advance(1);

        Assert.Equal(CloseReason.Silent, world.Relays[0].End!.Reason);
        Assert.False(world.Relays[1].IsSuspected);
    }

    [Fact]
    public void A_relay_that_lives_and_acknowledges_nothing_is_given_up_after_three_T2()
    {
        Primary.WithholdAcks();
        _world.Send("m");

        _world.Advance(3_109);
        Assert.Null(Primary.End);
        _world.Advance(1);

        Assert.Equal(CloseReason.NoProgress, Primary.End!.Reason);
        Assert.True(Primary.WasAborted);
        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(
            (FailoverReason.NoProgress, TimeSpan.FromMilliseconds(120)), (completed.Reason, completed.FailoverTime));
        Assert.Equal(1, _world.Session.Counters.Failovers);
    }

    [Fact]
    public void A_relay_that_acknowledges_slowly_is_not_given_up()
    {
        Primary.WithholdAcks();
        for (var count = 0; count < 10; count++)
        {
            _world.Send("m");
            _world.Advance(1);
        }

        for (var round = 0; round < 10; round++)
        {
            _world.Advance(2_000);
            Primary.Ack(2 + round);
        }

        Assert.Null(Primary.End);
    }

    [Fact]
    public void A_relay_that_delivers_but_does_not_hear_us_is_given_up()
    {
        _world.Subscribe();
        Primary.Subscribed().Mute();
        _world.Send("m");

        for (var sequence = 1; sequence <= 60 && Primary.End is null; sequence++)
        {
            Primary.Deliver(sequence - 1, sequence);
            _world.Advance(20);
        }

        Assert.Equal(CloseReason.Silent, Primary.End!.Reason);
    }

    [Fact]
    public void Answers_of_a_connection_that_was_given_up_come_too_late()
    {
        Primary.Mute();
        var send = _world.Send("m");
        _world.Advance(1_110);
        var transcript = _world.Transcript.Count;

        Primary.Ack(2).Pong();

        Assert.Equal(transcript, _world.Transcript.Count);
        Assert.Equal(2, send.Result!.Value.Acks);
    }
}
