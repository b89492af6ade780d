using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Histories;
using Xunit.Sdk;

namespace SolConnect.Relay.Chaos.Tests.Checks;

/// <summary>A verdict that nothing can break proves nothing: each promise is broken once by hand.</summary>
public sealed class RunVerdictTests
{
    private static readonly ProducerId Producer = new(new Guid("5b1de76c-8a5f-4b7c-9d7e-0c7c4bb1c4a1"));

    private readonly RunHistory _history = new();

    public RunVerdictTests() => _history.Subscribed();

    [Fact]
    public void A_stream_that_arrives_keeps_every_promise()
    {
        Send(1);
        Send(2);
        Arrive(1);
        Arrive(2);

        Judge();
    }

    [Fact]
    public void A_message_that_does_not_arrive_is_a_silent_loss()
    {
        Send(1);
        Send(2);
        Arrive(2);

        AssertBroken("NoSilentLoss");
    }

    [Fact]
    public void A_gap_that_is_told_is_no_silent_loss_but_a_loss_all_the_same()
    {
        var gap = new MessageGap(Producer, 1, 1, 1, GapReason.Missing);
        Send(1);
        Send(2);
        _history.Tell(gap);
        Arrive(2, gap);

        Judge(new() { MayLose = true });
        Assert.ThrowsAny<XunitException>(() => RunVerdict.AssertKept(_history, new(), relays: 3));
    }

    [Fact]
    public void A_message_may_not_arrive_twice()
    {
        Send(1);
        Arrive(1);
        Arrive(1);

        AssertBroken("AtMostOnce");
    }

    [Fact]
    public void Messages_may_not_arrive_the_wrong_way_round()
    {
        Send(1);
        Send(2);
        Arrive(2);
        Arrive(1);

        AssertBroken("Order");
    }

    [Fact]
    public void A_damaged_message_may_not_arrive()
    {
        Send(1);
        Arrive(1);
        Arrive(99);

        AssertBroken("NoPhantom");
    }

    [Fact]
    public void A_send_that_never_ends_breaks_a_promise()
    {
        _history.Publish([1]);

        AssertBroken("EverySendEndsOnce");
    }

    [Fact]
    public void Not_sent_is_a_lie_about_what_arrives()
    {
        var message = _history.Publish([1]);
        Arrive(1);
        _history.Failure(message, SendOutcome.TimedOut, DeliveryStatus.NotSent, null);

        AssertBroken("HonestOutcome");
    }

    private void Send(byte number)
    {
        var message = _history.Publish([number]);
        _history.Receipt(message, new() { Id = new(Producer, 1, number), Acks = 2 });
    }

    private void Arrive(byte number, MessageGap? gap = null) => _history.Deliver(
        new() { Payload = new[] { number }, Id = new(Producer, 1, number), GapBefore = gap });

    private void AssertBroken(string promise) =>
        Assert.Contains(promise, Assert.ThrowsAny<XunitException>(() => Judge()).Message, StringComparison.Ordinal);

    private void Judge(ChaosOptions? options = null)
    {
        _history.Checkpoint();
        foreach (var client in (int[])[RunHistory.Publisher, RunHistory.Subscriber])
        {
            _history.OfClient(HistoryKind.StopAsked, client);
            if (client == RunHistory.Subscriber)
            {
                _history.SubscriptionEnded(SubscriptionEndKind.Stopped);
            }

            _history.OfClient(HistoryKind.Stopped, client);
        }

        RunVerdict.AssertKept(_history, options ?? new(), relays: 3);
    }
}
