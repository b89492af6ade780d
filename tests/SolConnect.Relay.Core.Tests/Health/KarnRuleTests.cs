using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Health;

/// <summary>Acks measure the way, except those that may answer an earlier copy (Karn's rule).</summary>
public sealed class KarnRuleTests
{
    [Fact]
    public void An_ack_of_a_first_copy_is_a_sample()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Advance(80);

        world.Relays[0].Ack(1);

        Assert.Equal(TimeSpan.FromMilliseconds(80), world.Relays[0].View.SmoothedRtt);
    }

    [Fact]
    public void One_ack_of_many_messages_measures_the_last_of_them()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Advance(160);
        world.Send("m2");
        world.Advance(80);

        world.Relays[0].Ack(2);

        Assert.Equal(TimeSpan.FromMilliseconds(80), world.Relays[0].View.SmoothedRtt);
    }

    [Fact]
    public void An_ack_of_a_message_that_was_sent_to_the_relay_again_is_none()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Relays[0].Reject(1, expected: 1);
        world.Advance(80);

        world.Relays[0].Ack(1);

        Assert.Equal(TimeSpan.Zero, world.Relays[0].View.SmoothedRtt);
    }

    [Fact]
    public void So_is_one_of_a_message_that_an_earlier_connection_had_brought()
    {
        var world = SessionWorld.Connected(relays: 2);
        world.Send("m1");
        world.Relays[0].Lose().Open();
        Assert.Equal([1L], world.Relays[0].Sequences);
        world.Advance(80);

        world.Relays[0].Ack(1);

        Assert.Equal(TimeSpan.Zero, world.Relays[0].View.SmoothedRtt);
    }

    [Fact]
    public void A_copy_that_another_relay_had_before_is_a_first_copy_here()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        world.Relays[0].Lose();
        world.Advance(80);

        world.Relays[2].Ack(1);

        Assert.Equal(TimeSpan.FromMilliseconds(80), world.Relays[2].View.SmoothedRtt);
    }

    [Fact]
    public void What_was_acknowledged_is_in_flight_no_longer()
    {
        var world = SessionWorld.Connected();
        world.Send("m1");
        Assert.Equal(1, world.Relays[0].View.InFlightMessages);

        world.Relays[0].Ack(1);

        Assert.Equal(0, world.Relays[0].View.InFlightMessages);
    }
}
