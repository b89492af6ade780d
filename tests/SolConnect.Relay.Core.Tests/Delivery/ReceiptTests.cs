using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>When a receipt is given, and what it claims.</summary>
public sealed class ReceiptTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Two_logs_give_the_receipt_in_whichever_order_they_acknowledge(int first, int second)
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");

        world.Relays[first].Ack(1);
        Assert.Null(send.Result);
        world.Advance(3);
        world.Relays[second].Ack(1);

        var result = send.Result!.Value;
        Assert.True(send.HasReceipt);
        Assert.Equal((2, false, TimeSpan.FromMilliseconds(3)), (result.Acks, result.WasResent, result.Elapsed));
        Assert.Equal(new MessageId(SessionWorld.Producer, 1, 1), result.Id);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public void An_automatic_receipt_wants_what_is_open_but_never_more_than_two(int open, int wanted)
    {
        var world = new SessionWorld();
        world.Start();
        foreach (var relay in world.Relays.Take(open))
        {
            relay.Open();
        }

        var send = world.Send("m1");
        foreach (var relay in world.Relays.Take(wanted))
        {
            Assert.Null(send.Result);
            relay.Ack(1);
        }

        Assert.True(send.HasReceipt);
        Assert.Equal(wanted, send.Result!.Value.Acks);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void An_explicit_number_of_acks_never_shrinks(int required)
    {
        var world = new SessionWorld(options: new() { RequiredAcks = required });
        world.Start();
        var send = world.Send("m1");

        foreach (var relay in world.Relays.Take(required))
        {
            Assert.Null(send.Result);
            relay.Open().Ack(1);
        }

        Assert.True(send.HasReceipt);
        Assert.Equal(required, send.Result!.Value.Acks);
    }

    [Fact]
    public void One_explicit_ack_suffices_even_with_three_open_logs()
    {
        var world = SessionWorld.Connected(options: new() { RequiredAcks = 1 });
        var send = world.Send("m1");

        world.Relays[0].Ack(1);

        Assert.True(send.HasReceipt);
        Assert.Empty(world.Relays[1].Published);
    }

    [Fact]
    public void The_ack_of_a_relay_that_is_gone_does_not_give_a_receipt_on_its_own()
    {
        var world = SessionWorld.Connected(relays: 2);
        var send = world.Send("m1");

        world.Relays[0].Ack(1).Lose();
        Assert.Null(send.Result);
        world.Relays[1].Ack(1);

        Assert.True(send.HasReceipt);
        Assert.Equal(2, send.Result!.Value.Acks);
    }

    [Fact]
    public void The_loss_of_the_other_relay_makes_one_ack_of_an_open_relay_enough()
    {
        var world = SessionWorld.Connected(relays: 2);
        var send = world.Send("m1");
        world.Relays[0].Ack(1);

        world.Relays[1].Lose();

        Assert.True(send.HasReceipt);
        Assert.Equal(1, send.Result!.Value.Acks);
    }

    [Fact]
    public void One_ack_covers_everything_through_its_sequence()
    {
        var world = SessionWorld.Connected();
        var sends = world.SendMany(5);

        world.Relays[0].Ack(5);
        world.Relays[1].Ack(3);

        Assert.Equal([true, true, true, false, false], sends.Select(send => send.HasReceipt));
    }

    [Fact]
    public void Acks_that_come_twice_or_late_count_once()
    {
        var world = SessionWorld.Connected();
        var sends = world.SendMany(2);

        world.Relays[0].Ack(2).Ack(2).Ack(1);
        Assert.All(sends, send => Assert.Null(send.Result));
        world.Relays[1].Ack(2).Ack(2).Ack(1);

        Assert.All(sends, send => Assert.Equal(2, send.Result!.Value.Acks));
        Assert.Equal(2, world.Session.Counters.MessagesSent);
    }

    [Fact]
    public void Doors_to_one_log_count_as_one_and_one_of_them_is_enough()
    {
        var world = new SessionWorld(relays: 2);
        world.Relays[1].Log = world.Relays[0].Log;
        world.Start();
        Array.ForEach(world.Relays, relay => relay.Open());

        var send = world.Send("m1");
        world.Relays[0].Ack(1);

        Assert.Equal(1, send.Result!.Value.Acks);
        Assert.True(send.IsReleased);
    }

    [Fact]
    public void Doors_to_one_log_do_not_make_up_two_logs_where_two_are_asked_for()
    {
        var world = new SessionWorld(options: new() { RequiredAcks = 2 });
        world.Relays[1].Log = world.Relays[0].Log;
        world.Start();
        Array.ForEach(world.Relays, relay => relay.Open());

        var send = world.Send("m1");
        world.Relays[0].Ack(1);
        world.Relays[1].Ack(1);

        Assert.Null(send.Result);
    }

    [Theory]
    [InlineData(Durability.Received, Durability.Persisted, Durability.Received)]
    [InlineData(Durability.Persisted, Durability.Replicated, Durability.Replicated)]
    [InlineData(Durability.Persisted, Durability.Persisted, Durability.Persisted)]
    public void A_receipt_claims_the_weakest_durability(Durability first, Durability second, Durability claimed)
    {
        var world = new SessionWorld(relays: 2);
        (world.Relays[0].Durability, world.Relays[1].Durability) = (first, second);
        world.Start();
        Array.ForEach(world.Relays, relay => relay.Open());

        var send = world.Send("m1");
        Array.ForEach(world.Relays, relay => relay.Ack(1));

        Assert.Equal(claimed, send.Result!.Value.Durability);
    }

    [Fact]
    public void A_message_that_needed_another_copy_says_so_in_its_receipt()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");

        world.Relays[0].Lose();
        world.Relays[1].Ack(1);
        world.Relays[2].Ack(1);

        Assert.True(send.Result!.Value.WasResent);
        Assert.Equal(1, world.Session.Counters.MessagesResent);
    }
}
