using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>What people are told when a relay answers a subscription.</summary>
public sealed class SubscriptionOutcomeTests
{
    private readonly SessionWorld _world = SessionWorld.Connected(relays: 2);

    private IEnumerable<(string Relay, SubscriptionOutcome Outcome, long Offset)> Told =>
        _world.EventsOf<SessionEvent.SubscriptionConfirmed>()
            .Select(told => (told.Relay.Id, told.Outcome, told.Position.Offset));

    [Fact]
    public void Each_relay_is_told_of_with_its_position()
    {
        _world.Subscribe();

        _world.Relays[0].Subscribed(next: 3);
        _world.Relays[1].Subscribed(next: 8);

        Assert.Equal(
            [
                (_world.Relays[0].Id, SubscriptionOutcome.Fresh, 3),
                (_world.Relays[1].Id, SubscriptionOutcome.Fresh, 8),
            ],
            Told);
        Assert.Equal(_world.Relays[0].Log, _world.EventsOf<SessionEvent.SubscriptionConfirmed>().First().Position.Log);
    }

    [Fact]
    public void A_reconnect_to_the_same_log_is_a_resume()
    {
        _world.Subscribe();
        _world.Relays[0].Subscribed().Deliver(0, 1).Lose().Open().Subscribed(SubscribeOutcome.Resumed, next: 1);

        Assert.Equal((_world.Relays[0].Id, SubscriptionOutcome.Resumed, 1), Told.Last());
    }

    [Fact]
    public void Another_log_of_the_same_relay_is_a_reset_once()
    {
        _world.Subscribe();
        _world.Relays[0].Subscribed().Lose();
        _world.Relays[0].Log = new(Guid.NewGuid());

        _world.Relays[0].Open().Subscribed();
        _world.Relays[0].Lose().Open().Subscribed(SubscribeOutcome.Resumed);

        Assert.Equal(
            [SubscriptionOutcome.Fresh, SubscriptionOutcome.Reset, SubscriptionOutcome.Resumed],
            Told.Select(told => told.Outcome));
    }

    [Fact]
    public void Retention_that_overtakes_a_slow_subscription_is_a_gap()
    {
        _world.Subscribe();
        _world.Relays[0].Subscribed();

        _world.Relays[0].Subscribed(SubscribeOutcome.Gap, next: 90);

        Assert.Equal((_world.Relays[0].Id, SubscriptionOutcome.Gap, 90), Told.Last());
    }

    [Fact]
    public void An_answer_in_several_frames_is_told_of_once()
    {
        _world.Subscribe();

        _world.Relays[0].Subscribed(next: 5, more: true, frontier: (1, 3)).Subscribed(next: 5, frontier: (2, 4));

        Assert.Single(Told);
    }
}
