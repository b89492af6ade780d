using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>Nobody answers: that is the network on this side, and nobody is blamed.</summary>
public sealed class CommonFaultTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public CommonFaultTests()
    {
        _world.Send("first");
        _world.Advance(200);
    }

    [Fact]
    public void Nobody_is_given_up_and_nobody_is_blamed()
    {
        Silence();

        _world.Advance(60_000);

        Assert.All(_world.Relays, relay => Assert.True(relay is { End: null, IsSuspected: true, View.Penalty: 0 }));
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[0].Phase);
        Assert.Empty(_world.EventsOf<SessionEvent.RelayClosed>());
    }

    [Fact]
    public void The_state_is_Degraded_and_after_ten_seconds_Offline()
    {
        Silence();
        Assert.Equal(TransportState.Degraded, _world.Session.State);

        _world.Advance(9_999);
        Assert.Equal(TransportState.Degraded, _world.Session.State);
        _world.Advance(1);

        Assert.Equal(TransportState.Offline, _world.Session.State);
        _world.Advance(60_000);
        Assert.Single(_world.EventsOf<SessionEvent.Alert>(), alert => alert.Kind == AlertKind.Offline);
    }

    [Fact]
    public void When_they_answer_again_everything_is_as_it_was()
    {
        var send = Silence();
        _world.Advance(15_000);

        Heal();
        _world.Advance(15);

        Assert.True(send.HasReceipt);
        Assert.Equal(TransportState.Connected, _world.Session.State);
        Assert.Equal(0, _world.Session.Counters.Failovers);
        Assert.Equal(
            FailoverReason.Recovered, _world.EventsOf<SessionEvent.FailoverCompleted>().Single().Reason);
    }

    [Fact]
    public void One_relay_that_answers_ends_it_and_the_others_are_given_up_when_they_have_had_T2()
    {
        Silence();
        _world.Advance(11_000);

        _world.Relays[1].Answer().Ack(2).Pong();
        _world.Advance(995);
        Assert.All(_world.Relays, relay => Assert.Null(relay.End));
        _world.Advance(20);

        Assert.Equal(TransportState.Degraded, _world.Session.State);
        Assert.Equal(CloseReason.Silent, _world.Relays[0].End!.Reason);
        Assert.Equal(CloseReason.Silent, _world.Relays[2].End!.Reason);
        Assert.Equal(ConnectionPhase.Primary, _world.Relays[1].Phase);
    }

    [Fact]
    public void A_sign_of_life_that_clears_nobody_ends_it_as_well()
    {
        Silence();
        _world.Advance(1_500);

        // Its acks are on their way; so are the answers of the others.
        _world.Relays[1].Pong();
        _world.Advance(900);
        Assert.All(_world.Relays, relay => Assert.Null(relay.End));
        Heal();
        _world.Advance(15);

        Assert.Equal(TransportState.Connected, _world.Session.State);
        Assert.All(_world.Relays, relay => Assert.Null(relay.End));
    }

    [Fact]
    public void Relays_that_answer_pings_and_acknowledge_slowly_are_suspects_but_no_common_fault()
    {
        var world = SessionWorld.Alive(relays: 2);
        Array.ForEach(world.Relays, relay => relay.WithholdAcks());
        for (var count = 0; count < 8; count++)
        {
            world.Send("m");
            world.Advance(20);
        }

        for (var through = 1; through < 8; through++)
        {
            world.Advance(2_000);
            Array.ForEach(world.Relays, relay => relay.Ack(through));
        }

        Assert.All(world.Relays, relay => Assert.True(relay is { IsSuspected: true, End: null, Challenger: null }));
        Assert.Equal(TransportState.Degraded, world.Session.State);
    }

    [Fact]
    public void A_session_that_waits_for_the_network_hardly_ticks()
    {
        Silence();
        var ticks = _world.Ticks;

        _world.Advance(60_000);

        Assert.InRange(_world.Ticks - ticks, 1, 50);
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
