using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// A relay that fails again and again is less wanted for a while, unless the failures were not its own.
/// </summary>
public sealed class PenaltyTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    private TestRelay First => _world.Relays[0];

    private TestRelay Second => _world.Relays[1];

    [Fact]
    public void A_relay_that_failed_twice_lately_waits_until_its_penalty_is_low()
    {
        First.Lose().Open();
        _world.Advance(5_000);
        First.Lose().Open();
        Array.ForEach(_world.Relays, relay => relay.Answer());
        var penalty = First.View.Penalty;
        Assert.InRange(penalty, 1.9, 2);

        _world.Advance(55_000);
        Assert.Equal(ConnectionPhase.Primary, Second.Phase);
        _world.Advance(5_000);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
        Assert.InRange(First.View.Penalty, 0.9, 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    public void However_often_it_failed_it_comes_back_in_the_end(int failures)
    {
        for (var failure = 0; failure < failures; failure++)
        {
            First.Lose().Open();
            _world.Advance(1_300);
        }

        _world.Advance(240_000);

        Assert.Equal(ConnectionPhase.Primary, First.Phase);
    }

    [Fact]
    public void A_relay_that_fails_again_and_again_succeeds_after_those_that_do_not()
    {
        var world = SessionWorld.Alive(relays: 4, new() { Standbys = 3, RequiredAcks = 3 });
        for (var failure = 0; failure < 2; failure++)
        {
            world.Relays[1].Lose().Open();
            world.Advance(2_000);
        }

        world.Relays[0].Lose();

        Assert.Equal(ConnectionPhase.Primary, world.Relays[2].Phase);
    }

    [Theory]
    [InlineData(3, 900, 0, "two of three within moments: that was the local network")]
    [InlineData(2, 900, 0, "both within moments")]
    [InlineData(4, 900, 1, "two of four may be a coincidence")]
    [InlineData(3, 1_100, 1, "one after the other")]
    public void Relays_that_were_lost_with_most_others_within_moments_are_not_blamed(
        int relays, double between, double penalty, string why)
    {
        var world = SessionWorld.Alive(relays, new() { Standbys = 3 });
        world.Relays[0].Lose();
        world.Advance(between);

        world.Relays[1].Lose();

        Assert.All(
            world.Relays[..2], relay => Assert.True(Math.Abs(penalty - relay.View.Penalty) < 0.02, why));
    }

    [Fact]
    public void The_backoff_of_a_relay_that_was_lost_with_most_others_begins_anew()
    {
        Misbehave(First);
        Second.Lose();

        First.SayBytes(new byte[] { 0x7F, 0x00 });

        var closed = _world.EventsOf<SessionEvent.RelayClosed>().Last();
        Assert.InRange(closed.NextDialIn, TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public void The_backoff_of_one_that_was_lost_alone_does_not()
    {
        Misbehave(First);
        _world.Advance(2_000);

        First.SayBytes(new byte[] { 0x7F, 0x00 });

        var closed = _world.EventsOf<SessionEvent.RelayClosed>().Last();
        Assert.True(closed.NextDialIn > TimeSpan.FromMilliseconds(500));
    }

    private static void Misbehave(TestRelay relay)
    {
        for (var count = 0; count < 6; count++)
        {
            relay.SayBytes(new byte[] { 0x7F, 0x00 }).Open();
        }
    }
}
