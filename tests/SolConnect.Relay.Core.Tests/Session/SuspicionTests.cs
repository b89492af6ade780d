using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// The first step: an answer is overdue. Relays that answer within 10 ms are suspected after 110 ms: the delay of the
/// last answer and a fifth of the threshold.
/// </summary>
public sealed class SuspicionTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public SuspicionTests()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    private TestRelay Primary => _world.Relays[0];

    private TestRelay Member => _world.Relays[1];

    private TestRelay Standby => _world.Relays[2];

    [Fact]
    public void A_relay_that_leaves_a_message_unanswered_is_suspected_after_T1_and_not_before()
    {
        Primary.Mute();
        _world.Send("m");

        _world.Advance(109.9);
        Assert.False(Primary.IsSuspected);
        _world.Advance(0.1);

        Assert.True(Primary.IsSuspected);
        Assert.False(Primary.View.IsHealthy);
        Assert.Equal([false, false], _world.Relays[1..].Select(relay => relay.IsSuspected));
    }

    [Fact]
    public void The_next_relay_gets_everything_from_the_floor_in_the_same_step()
    {
        Primary.Mute();
        var sends = _world.SendMany(3);

        _world.Advance(110);

        Assert.Equal([2L, 3, 4], Standby.Sequences);
        Assert.Equal([2L, 2, 2], Standby.Published.Where(record => record.Sequence > 1).Select(record => record.Floor));
        Assert.All(sends, send => Assert.False(send.HasReceipt));
        _world.Advance(10);
        Assert.All(sends, send => Assert.Equal(2, send.Result!.Value.Acks));
    }

    [Fact]
    public void The_suspect_stays_the_primary_and_goes_on_to_be_published_to()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Advance(110);

        _world.Send("n");

        Assert.Equal(ConnectionPhase.Primary, Primary.Phase);
        Assert.All(_world.Relays, relay => Assert.True(relay.View.IsPublishing));
        Assert.All(_world.Relays, relay => Assert.Equal(3, relay.Sequences.Last()));
    }

    [Fact]
    public void The_suspect_is_probed_and_so_are_all_others_because_their_answers_are_the_evidence()
    {
        var before = _world.Relays.Select(relay => relay.Pings.Count).ToArray();
        Primary.Mute();
        _world.Send("m");

        _world.Advance(110);

        Assert.Equal(before.Select(count => count + 1), _world.Relays.Select(relay => relay.Pings.Count));
        _world.Advance(990);
        Assert.Equal(before[0] + 1, Primary.Pings.Count);
    }

    [Fact]
    public void People_are_told_who_is_suspected_and_why()
    {
        Primary.Mute();
        _world.Send("m");

        _world.Advance(110);

        var trust = _world.EventsOf<SessionEvent.TrustChanged>().Single();
        Assert.Equal((Primary.Endpoint, false), (trust.Relay, trust.IsTrusted));
        Assert.Contains("110 ms", trust.Reason, StringComparison.Ordinal);
        Assert.Equal(TransportState.Degraded, _world.Session.State);
        var started = _world.EventsOf<SessionEvent.FailoverStarted>().Single();
        Assert.Equal((Primary.Endpoint, FailoverReason.Silent), (started.OldRelay, started.Reason));
    }

    [Fact]
    public void A_suspect_that_is_not_the_primary_is_hedged_too_but_is_no_failover()
    {
        Member.Mute();
        _world.Send("m");

        _world.Advance(110);

        Assert.True(Member.IsSuspected);
        Assert.Equal(TransportState.Degraded, _world.Session.State);
        Assert.Equal([2L], Standby.Sequences);
        Assert.Empty(_world.EventsOf<SessionEvent.FailoverStarted>());
    }

    [Fact]
    public void A_suspect_is_not_counted_on_for_receipts()
    {
        var world = SessionWorld.Alive(relays: 2);
        world.Relays[0].Mute();
        var send = world.Send("m");

        world.Advance(99);
        Assert.False(send.HasReceipt);
        world.Advance(1);

        Assert.Equal(1, send.Result!.Value.Acks);
        Assert.False(send.IsReleased);
    }

    [Fact]
    public void What_a_suspect_has_acknowledged_is_not_counted_until_it_clears()
    {
        var world = SessionWorld.Connected(relays: 2, judgesSilence: true);
        var first = world.Send("first");
        world.Relays[0].Ack(1);
        world.Send("second");
        world.Advance(100);
        Assert.All(world.Relays, relay => Assert.True(relay.IsSuspected));
        Assert.False(first.HasReceipt);

        world.Relays[0].Ack(2).Pong();

        Assert.Equal(1, first.Result!.Value.Acks);
    }

    [Fact]
    public void An_explicit_number_of_acks_does_not_shrink_with_the_relays_that_are_trusted()
    {
        var world = SessionWorld.Alive(relays: 2, new() { RequiredAcks = 2 });
        world.Relays[0].Mute();
        var send = world.Send("m");

        world.Advance(5_000);

        Assert.False(send.HasReceipt);
    }

    [Fact]
    public void Bytes_that_a_socket_takes_are_no_sign_of_a_relay()
    {
        Primary.Mute();
        _world.Send("m");
        for (var count = 0; count < 10; count++)
        {
            _world.Advance(11);
            _world.Send("more");
        }

        Assert.True(Primary.IsSuspected);
        Assert.Equal(0, Primary.WritesOutstanding);
    }

    [Fact]
    public void A_ping_from_a_relay_is_no_answer_to_what_it_was_sent()
    {
        Primary.Mute();
        _world.Send("m");
        _world.Advance(100);

        Primary.Say(new PingFrame(5).Write);
        _world.Advance(10);

        Assert.True(Primary.IsSuspected);
    }

    [Fact]
    public void A_stand_in_of_a_suspect_that_is_suspected_itself_is_hedged_as_well()
    {
        var world = SessionWorld.Alive(relays: 4, new() { Standbys = 3 });
        world.Send("first");
        world.Advance(200);
        world.Relays[0].Mute();
        world.Relays[2].Mute();

        var send = world.Send("m");
        world.Advance(250);

        Assert.Equal([2L], world.Relays[3].Sequences.Where(sequence => sequence > 1));
        Assert.Equal(2, send.Result!.Value.Acks);
    }
}
