using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>A suspect that answers what is overdue, and its probe, is trusted again as if nothing had been.</summary>
public sealed class SuspicionClearedTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public SuspicionClearedTests()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    private TestRelay Primary => _world.Relays[0];

    private TestRelay Standby => _world.Relays[2];

    [Fact]
    public void It_is_trusted_when_it_has_answered_all_that_is_overdue_and_the_probe()
    {
        Suspect();

        Primary.Ack(2);
        Assert.True(Primary.IsSuspected);
        Primary.Pong();

        Assert.False(Primary.IsSuspected);
        Assert.Equal(TransportState.Connected, _world.Session.State);
        var trust = _world.EventsOf<SessionEvent.TrustChanged>().Last();
        Assert.Equal((Primary.Endpoint, true), (trust.Relay, trust.IsTrusted));
    }

    [Fact]
    public void The_pong_alone_does_not_clear_it_while_a_message_is_overdue()
    {
        Suspect();

        Primary.Pong();

        Assert.True(Primary.IsSuspected);
    }

    [Fact]
    public void An_ack_of_something_sent_after_the_probe_stands_for_its_pong()
    {
        Suspect();
        _world.Advance(20);
        _world.Send("n");

        Primary.Ack(3);

        Assert.False(Primary.IsSuspected);
    }

    [Fact]
    public void The_last_to_join_leaves_again()
    {
        Suspect();

        Primary.Ack(2).Pong();
        Primary.Answer();
        _world.Send("n");

        Assert.Equal([true, true, false], _world.Relays.Select(relay => relay.View.IsPublishing));
        Assert.Equal([2L], Standby.Sequences);
        Assert.Equal([1L, 2, 3], Primary.Sequences);
    }

    [Fact]
    public void It_is_reported_as_recovered_and_counts_as_no_failover()
    {
        Suspect();
        _world.Advance(90);

        Primary.Ack(2).Pong();

        var completed = _world.EventsOf<SessionEvent.FailoverCompleted>().Single();
        Assert.Equal(
            (Primary.Endpoint, Primary.Endpoint, FailoverReason.Recovered),
            (completed.OldRelay, completed.NewRelay, completed.Reason));
        Assert.Equal(0, _world.Session.Counters.Failovers);
        Assert.Equal(0, Primary.View.Penalty);
    }

    [Fact]
    public void The_copies_that_a_false_suspicion_cost_make_later_ones_slower()
    {
        Primary.Mute();
        var sends = _world.SendMany(40);
        _world.Advance(130);
        Assert.All(sends, send => Assert.True(send.HasReceipt));
        Assert.Equal(40, _world.Session.Counters.MessagesResent);

        Primary.Ack(41).Pong();
        Primary.Answer();
        _world.Advance(2_000);

        // The budget is 32: now only the upper clamp counts, which is 250 ms.
        Primary.Mute();
        _world.Send("n");
        _world.Advance(245);
        Assert.False(Primary.IsSuspected);
        _world.Advance(6);
        Assert.True(Primary.IsSuspected);
        Assert.Contains(42L, Standby.Sequences);
    }

    [Fact]
    public void A_suspicion_that_came_true_costs_nothing_of_the_budget()
    {
        Primary.Mute();
        _world.SendMany(40);
        _world.Advance(1_200);
        Assert.NotNull(Primary.End);
        Primary.Open().Answer();
        _world.Advance(3_000);

        _world.Relays[1].Mute();
        _world.Send("n");
        _world.Advance(115);

        Assert.True(_world.Relays[1].IsSuspected);
    }

    [Fact]
    public void What_others_have_settled_is_still_owed_by_a_suspect()
    {
        var send = Suspect();
        _world.Advance(20);
        Assert.True(send.IsReleased);

        Primary.Pong();

        Assert.True(Primary.IsSuspected);
    }

    private TestSend Suspect()
    {
        Primary.Mute();
        var send = _world.Send("m");
        _world.Advance(110);
        Assert.True(Primary.IsSuspected);
        return send;
    }
}
