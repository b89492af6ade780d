using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>Where no message flows for a while, no question is asked either; that is nobody's fault.</summary>
public sealed class QuietWhileTests
{
    [Theory]
    [InlineData(2_500)]
    [InlineData(4_000)]
    [InlineData(9_000)]
    public void The_first_message_after_a_quiet_while_suspects_nobody(double milliseconds)
    {
        var world = SessionWorld.Connected(judgesSilence: true);
        world.Advance(milliseconds);

        world.Send("m1");
        world.Tick();

        Assert.Empty(world.EventsOf<SessionEvent.TrustChanged>());
        Assert.Empty(world.EventsOf<SessionEvent.FailoverStarted>());
    }

    [Fact]
    public void The_first_message_after_a_quiet_while_asks_the_relay_that_does_not_get_it_for_a_sign_of_life()
    {
        var world = SessionWorld.Connected(judgesSilence: true);
        world.Advance(4_000);
        var before = world.Relays[2].Pings.Count;

        world.Send("m1");
        world.Relays[0].Ack(1);
        world.Relays[1].Ack(1);
        world.Advance(1_000);

        Assert.Equal(before + 1, world.Relays[2].Pings.Count);
    }
}
