using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session.Refusals;

public sealed class RefusalTests
{
    private const string Relay = "relay-0";

    [Fact]
    public void A_refused_token_is_replaced_once_and_tried_at_once()
    {
        var world = new RefusalWorld();
        Assert.False(world.AsksForFreshToken(Relay));

        world.Fail(Relay, CloseReason.Unauthorized);
        world.Advance(TimeSpan.Zero);

        Assert.True(world.AsksForFreshToken(Relay));
        world.Welcome(Relay);
        Assert.Equal(TransportState.Degraded, world.State);
        Assert.Empty(world.Alerts);
    }

    [Fact]
    public void A_second_401_bars_the_relay_and_leaves_the_others_alone()
    {
        var world = new RefusalWorld();
        world.Welcome("relay-1");

        world.Fail(Relay, CloseReason.Unauthorized);
        world.Advance(TimeSpan.Zero);
        world.Fail(Relay, CloseReason.Unauthorized);
        world.Advance(TimeSpan.FromDays(1));

        Assert.False(world.IsDialled(Relay));
        Assert.True(world.View(Relay).IsBarred);
        Assert.False(world.View(Relay).IsHealthy);
        Assert.Equal(AlertKind.RelayRefusedClient, world.Alerts.Single().Kind);
        Assert.Equal(TransportState.Degraded, world.State);
        var closed = world.Events.OfType<SessionEvent.RelayClosed>().Last(closed => closed.Relay.Id == Relay);
        Assert.Equal(Timeout.InfiniteTimeSpan, closed.NextDialIn);
    }

    [Fact]
    public void Without_a_provider_the_first_401_bars_the_relay()
    {
        var world = new RefusalWorld(canRefresh: false);

        world.Fail(Relay, CloseReason.Unauthorized);

        Assert.True(world.View(Relay).IsBarred);
    }

    [Fact]
    public void A_403_bars_the_relay_at_once_and_is_told_once()
    {
        var world = new RefusalWorld();

        world.Fail(Relay, CloseReason.Forbidden);
        world.Advance(TimeSpan.FromDays(1));

        Assert.False(world.IsDialled(Relay));
        Assert.Single(world.Alerts);
        Assert.Single(world.Events.OfType<SessionEvent.HealthChanged>());
    }

    [Theory]
    [InlineData(CloseReason.Unauthorized, CloseReason.Unauthorized, CloseReason.Unauthorized)]
    [InlineData(CloseReason.Unauthorized, CloseReason.Forbidden, CloseReason.Unauthorized)]
    [InlineData(CloseReason.Forbidden, CloseReason.Forbidden, CloseReason.Forbidden)]
    public void When_every_relay_is_out_the_session_is_faulted(CloseReason first, CloseReason second, CloseReason verdict)
    {
        var world = new RefusalWorld(relays: 2, canRefresh: false);

        world.Fail("relay-0", first);
        Assert.Equal(TransportState.Connecting, world.State);
        world.Fail("relay-1", second);

        Assert.Equal(TransportState.Faulted, world.State);
        Assert.Equal(verdict, world.Refusal!.Reason);
        Assert.Contains($"'relay-0': {first}.", world.Refusal.Detail, StringComparison.Ordinal);
        Assert.Contains($"'relay-1': {second}.", world.Refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fresh_token_that_no_relay_could_judge_yet_is_not_asked_for_again()
    {
        var world = new RefusalWorld();
        world.Fail(Relay, CloseReason.Unauthorized);
        world.Advance(TimeSpan.Zero);

        world.Fail(Relay, CloseReason.Unreachable);
        world.Advance(TimeSpan.FromMinutes(1));

        Assert.False(world.AsksForFreshToken(Relay));
        world.Fail(Relay, CloseReason.Unauthorized);
        Assert.True(world.View(Relay).IsBarred);
    }

    [Fact]
    public void A_fresh_token_that_could_not_be_had_is_asked_for_again_after_the_backoff()
    {
        var world = new RefusalWorld();
        world.Fail(Relay, CloseReason.Unauthorized);
        world.Advance(TimeSpan.Zero);

        world.Fail(Relay, CloseReason.NoAccessToken);
        Assert.False(world.IsDialled(Relay));
        world.Advance(TimeSpan.FromMinutes(1));

        Assert.True(world.AsksForFreshToken(Relay));
        Assert.False(world.View(Relay).IsBarred);
    }

    [Fact]
    public void An_open_connection_whose_token_expires_is_followed_by_one_with_a_fresh_token_at_once()
    {
        var world = new RefusalWorld();
        var connection = world.Welcome(Relay);

        world.Receive(connection, new ErrorFrame(ErrorCode.Unauthorized, "expired").Write);
        world.Advance(TimeSpan.Zero);

        Assert.True(world.AsksForFreshToken(Relay));
        Assert.Equal(CloseReason.Unauthorized, world.View(Relay).LastCloseReason);
    }

    [Fact]
    public void Each_expiry_is_a_new_story_once_the_relay_has_kept_the_client_for_a_while()
    {
        var world = new RefusalWorld(relays: 1);
        for (var hour = 0; hour < 3; hour++)
        {
            var connection = world.Welcome(Relay);
            world.Advance(TimeSpan.FromSeconds(10));

            world.Receive(connection, new ErrorFrame(ErrorCode.Unauthorized, "expired").Write);
            world.Advance(TimeSpan.Zero);

            Assert.True(world.AsksForFreshToken(Relay));
        }
    }

    [Fact]
    public void A_relay_that_welcomes_a_token_and_refuses_it_a_moment_later_does_not_make_the_client_spin()
    {
        var world = new RefusalWorld(relays: 1);
        world.Receive(world.Welcome(Relay), new ErrorFrame(ErrorCode.Unauthorized, "expired").Write);
        world.Advance(TimeSpan.Zero);

        world.Receive(world.Welcome(Relay), new ErrorFrame(ErrorCode.Unauthorized, "expired").Write);
        world.Advance(TimeSpan.Zero);

        Assert.False(world.IsDialled(Relay));
        Assert.False(world.View(Relay).IsBarred);
        Assert.InRange(world.NextIn, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(ErrorCode.Unauthorized, CloseReason.Unauthorized)]
    [InlineData(ErrorCode.Forbidden, CloseReason.Forbidden)]
    internal void An_Error_in_place_of_Welcome_counts_like_the_HTTP_status(ErrorCode code, CloseReason reason)
    {
        var world = new RefusalWorld(canRefresh: false);

        world.Receive(world.Open(Relay), new ErrorFrame(code, "").Write);

        Assert.True(world.View(Relay).IsBarred);
        Assert.Equal(reason, world.View(Relay).LastCloseReason);
    }

    [Fact]
    public void A_topic_that_all_relays_but_a_barred_one_refuse_is_rejected()
    {
        var world = new RefusalWorld(relays: 2);
        world.Fail("relay-1", CloseReason.Forbidden);
        var connection = world.Welcome(Relay);

        world.Publish("secret");
        world.Receive(connection, new RejectFrame(1, 1, RejectCode.TopicDenied, 0, default).Write);

        Assert.Equal(SendOutcome.Rejected, world.Results.Single().Outcome);
    }
}
