using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>From the dial to Welcome: in which order relays are tried, and which ones are taken.</summary>
public sealed class ConnectTests
{
    [Fact]
    public void The_best_ranked_relay_is_dialled_first_and_the_others_a_moment_later()
    {
        var world = new SessionWorld();
        world.Start();

        Assert.Equal([1, 0, 0], world.Relays.Select(relay => relay.Dials));
        world.Advance(249);
        Assert.Equal([1, 0, 0], world.Relays.Select(relay => relay.Dials));
        world.Advance(1);

        Assert.Equal([1, 1, 1], world.Relays.Select(relay => relay.Dials));
    }

    [Fact]
    public void The_others_do_not_wait_longer_than_the_first_takes()
    {
        var world = new SessionWorld();
        world.Start();

        world.Advance(10);
        world.Relays[0].Accept().Welcome();

        Assert.Equal([1, 1, 1], world.Relays.Select(relay => relay.Dials));
    }

    [Fact]
    public void A_ranking_before_the_start_decides_who_is_first()
    {
        var world = new SessionWorld();
        world.Rank(world.Relays[2], world.Relays[0]);

        world.Start();

        Assert.Equal([0, 0, 1], world.Relays.Select(relay => relay.Dials));
    }

    [Fact]
    public void Relays_outside_of_the_set_are_never_dialled()
    {
        var world = new SessionWorld(relays: 5, new() { Standbys = 1 });
        world.Start();
        world.Advance(60_000);

        Assert.Equal(2, world.Relays.Length);
        var outside = world.Session.DescribeRelays().Where(view => !view.InSet).ToList();
        Assert.Equal(3, outside.Count);
        Assert.All(outside, view => Assert.Equal(ConnectionPhase.Gone, view.Phase));
    }

    [Fact]
    public void Hello_says_who_publishes_and_counts_the_attempts()
    {
        var world = new SessionWorld(options: new() { ClientName = "test" });
        world.Start();
        var relay = world.Relays[0];
        relay.Open().Lose().Open();

        var (first, second) = (relay.Hellos[0], relay.Hellos[1]);
        Assert.Equal(
            (WireProtocol.Version, SessionWorld.Producer, 1L, "test"),
            (first.Version, first.Producer, first.Generation, first.ClientName));
        Assert.True(second.Attempt > first.Attempt);
        Assert.NotEqual(0UL, first.SetHash);
    }

    [Fact]
    public void Nothing_is_said_between_Hello_and_Welcome()
    {
        var world = new SessionWorld();
        world.Start();
        world.Send("m1");
        world.Subscribe();

        world.Relays[0].Accept();
        Assert.Equal([FrameType.Hello], world.Relays[0].Frames);
        world.Relays[0].Welcome();

        Assert.Equal([1L], world.Relays[0].Sequences);
        Assert.Single(world.Relays[0].Subscribes);
    }

    [Fact]
    public void Connections_go_from_connecting_to_primary_or_standby()
    {
        var world = new SessionWorld();
        world.Start();
        Assert.Equal(ConnectionPhase.Connecting, world.Relays[0].Phase);

        Array.ForEach(world.Relays, relay => relay.Open());

        Assert.Equal(
            [ConnectionPhase.Primary, ConnectionPhase.Standby, ConnectionPhase.Standby],
            world.Relays.Select(relay => relay.Phase));
        Assert.Equal([true, true, false], world.Relays.Select(relay => relay.View.IsPublishing));
        Assert.Equal(world.Relays[0].Endpoint, world.EventsOf<SessionEvent.PrimaryConnected>().Single().Relay);
    }

    [Fact]
    public void A_better_ranked_relay_that_opens_later_does_not_push_out_the_primary()
    {
        var world = new SessionWorld();
        world.Start();

        world.Relays[2].Open();
        world.Relays[0].Open();

        Assert.Equal(ConnectionPhase.Primary, world.Relays[2].Phase);
        Assert.Equal(ConnectionPhase.Standby, world.Relays[0].Phase);
    }

    [Fact]
    public void A_relay_that_does_not_say_Welcome_in_time_is_given_up()
    {
        var world = new SessionWorld();
        world.Start();
        world.Relays[0].Accept();

        world.Advance(1_999);
        Assert.Null(world.Relays[0].End);
        world.Advance(1);

        Assert.Equal(CloseReason.HelloTimeout, world.EventsOf<SessionEvent.RelayClosed>().Single().Reason);
    }

    [Theory]
    [InlineData(64 * 1024 - 1, "it takes less than this client may send")]
    [InlineData(1024 * 1024 + 1, "it may deliver more than this client may receive")]
    public void A_relay_whose_limits_do_not_fit_is_left_alone(int maxMessageBytes, string why)
    {
        var world = new SessionWorld();
        world.Relays[0].Limits = world.Relays[0].Limits with { MaxMessageBytes = maxMessageBytes };
        world.Start();
        world.Relays[0].Accept().Welcome();

        Assert.True(world.Relays[0].End?.Reason == CloseReason.Unsuitable, why);
        Assert.False(world.EventsOf<SessionEvent.RelayClosed>().Single().WasOpen);
        Assert.Empty(world.EventsOf<SessionEvent.RelayOpened>());
    }

    [Theory]
    [InlineData(SetVerdict.Same, 0)]
    [InlineData(SetVerdict.Differs, 1)]
    public void A_relay_that_sees_another_relay_set_raises_an_alert(object verdict, int alerts)
    {
        var world = new SessionWorld();
        world.Start();

        world.Relays[0].Accept().Welcome((SetVerdict)verdict);

        Assert.Equal(
            alerts, world.EventsOf<SessionEvent.Alert>().Count(alert => alert.Kind == AlertKind.RelaySetMismatch));
        Assert.Single(world.EventsOf<SessionEvent.RelayOpened>());
    }

    [Theory]
    [InlineData(ErrorCode.Version, CloseReason.RefusedByRelay)]
    [InlineData(ErrorCode.Unauthorized, CloseReason.Unauthorized)]
    [InlineData(ErrorCode.Forbidden, CloseReason.Forbidden)]
    [InlineData(ErrorCode.Fenced, CloseReason.Fenced)]
    public void A_relay_that_answers_with_an_error_is_left(object code, CloseReason reason)
    {
        var world = new SessionWorld();
        world.Start();

        world.Relays[0].Accept().Say(new ErrorFrame((ErrorCode)code, "no").Write);

        Assert.Equal(reason, world.Relays[0].End!.Reason);
        Assert.Equal(ConnectionPhase.Gone, world.Relays[0].Phase);
    }

    [Fact]
    public void What_Welcome_says_can_be_seen_in_the_view()
    {
        var world = new SessionWorld();
        world.Relays[0].Durability = Durability.Persisted;
        world.Start();
        world.Relays[0].Accept();

        world.Advance(20);
        world.Relays[0].Welcome();

        var view = world.Relays[0].View;
        Assert.Equal((TimeSpan.FromMilliseconds(20), 250, Durability.Persisted, world.Now),
            (view.SmoothedRtt, view.LoadPerMille, view.Durability, view.OpenedAt));
    }
}
