using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// While the hedge budget is used up, the relay that stands by a suspect gets each message when that message's own ack
/// is 250 ms late, and not all of them with the first.
/// </summary>
public sealed class HeldCopyTests
{
    private readonly SessionWorld _world = SessionWorld.Alive();

    public HeldCopyTests()
    {
        _world.Send("first");
        _world.Advance(200);
        UseBudgetUp();
        Primary.Mute();
        _world.Send("m");
        _world.Advance(200);
        _world.Send("n");
        _world.Advance(51);
        Assert.True(Primary.IsSuspected);
    }

    private TestRelay Primary => _world.Relays[0];

    private TestRelay Standby => _world.Relays[2];

    [Fact]
    public void Each_message_is_copied_when_its_own_ack_is_late()
    {
        Assert.Equal(42, Standby.Sequences.Last());

        _world.Advance(198);
        Assert.Equal(42, Standby.Sequences.Last());
        _world.Advance(2);
        Assert.Equal(43, Standby.Sequences.Last());
    }

    [Fact]
    public void Every_send_of_a_silence_that_lasts_has_its_receipt_within_the_threshold()
    {
        var sends = new List<TestSend>();
        for (var count = 0; count < 100; count++)
        {
            sends.Add(_world.Send("x"));
            _world.Advance(20);
        }

        _world.Advance(500);
        Assert.All(sends, send => Assert.InRange(send.Result!.Value.Elapsed.TotalMilliseconds, 0, 500));
    }

    [Fact]
    public void What_is_acknowledged_in_time_is_not_copied()
    {
        Primary.Ack(43).Pong();

        _world.Advance(1_000);

        Assert.Equal(42, Standby.Sequences.Last());
    }

    [Fact]
    public void When_the_suspect_is_lost_nothing_waits_any_more()
    {
        Primary.Lose();

        Assert.Equal(43, Standby.Sequences.Last());
    }

    [Fact]
    public void A_member_that_is_needed_anyway_is_never_made_to_wait()
    {
        // Without the standby, the second member is all that is left.
        Standby.Lose();

        var send = _world.Send("o");

        Assert.Equal(44, _world.Relays[1].Sequences.Last());
        _world.Advance(20);
        Assert.True(send.HasReceipt);
    }

    private void UseBudgetUp()
    {
        Primary.Mute();
        _world.SendMany(40);
        _world.Advance(130);
        Primary.Ack(41).Pong();
        Primary.Answer();
        _world.Advance(2_000);
    }
}
