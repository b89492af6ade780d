using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>What relays are told of the relay list while it changes, and when their doubts are worth an alert.</summary>
public sealed class RelaySetHashTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly SessionWorld _world = SessionWorld.Connected(options: new() { DiscoveryInterval = Interval });

    [Fact]
    public void Open_connections_are_told_the_new_hash_and_new_ones_say_it_in_Hello()
    {
        Grow();

        var old = _world.Relays[..3];
        var added = _world.Relay("n1").Accept();
        Assert.All(old, relay => Assert.Equal([added.Hellos[0].SetHash], relay.SetHashes));
        Assert.NotEqual(old[0].Hellos[0].SetHash, added.Hellos[0].SetHash);
    }

    [Fact]
    public void A_relay_whose_Hello_was_under_way_is_told_after_Welcome()
    {
        var relay = _world.Relays[0].Lose();
        while (relay.IsGone)
        {
            _world.AdvanceToDeadline();
        }

        relay.Accept();
        Grow();
        relay.Welcome(SetVerdict.Differs);

        Assert.Single(relay.SetHashes);
        Assert.Equal(0, Alerts);
    }

    [Fact]
    public void A_difference_that_is_gone_when_everybody_has_followed_is_no_alert()
    {
        Grow();
        var relay = _world.Relays[0].Verdict(SetVerdict.Differs);

        _world.Advance(4 * Interval);
        Assert.Equal(2, relay.SetHashes.Count);
        relay.Verdict(SetVerdict.Same);
        _world.Advance(10 * Interval);

        Assert.Equal(0, Alerts);
        Assert.Equal(2, relay.SetHashes.Count);
    }

    [Fact]
    public void A_difference_that_stays_is_an_alert()
    {
        Grow();
        var relay = _world.Relays[0].Verdict(SetVerdict.Differs);
        _world.Advance(4 * Interval);

        relay.Verdict(SetVerdict.Differs);
        _world.Advance(10 * Interval);

        Assert.Equal(1, Alerts);
    }

    [Fact]
    public void Where_the_list_may_change_a_Welcome_that_sees_others_is_asked_again_before_it_is_an_alert()
    {
        Grow();
        _world.Advance(10 * Interval);
        var relay = _world.Relays[0].Lose();
        while (relay.IsGone)
        {
            _world.AdvanceToDeadline();
        }

        relay.Accept().Welcome(SetVerdict.Differs);
        Assert.Equal(0, Alerts);
        _world.Advance(2 * Interval);
        relay.Verdict(SetVerdict.Differs);

        Assert.Equal(1, Alerts);
    }

    private int Alerts => _world.EventsOf<SessionEvent.Alert>().Count(alert => alert.Kind == AlertKind.RelaySetMismatch);

    private void Grow() => _world.List("r1", "r2", "r3", "n1");
}
