using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

/// <summary>What a caller reads: the topic, what is known about delivery, and what to do.</summary>
public class SendErrorsTests
{
    private const string Secret = "payload that nobody may log";
    private readonly GateWorld _world = new();

    [Theory]
    [InlineData(SendOutcome.TimedOut, RelayErrorCode.SendTimeout, "MessageTimeout (00:00:30)")]
    [InlineData(SendOutcome.Stopped, RelayErrorCode.SendStopped, "disconnected")]
    [InlineData(SendOutcome.Rejected, RelayErrorCode.MessageRejected, "will not help")]
    [InlineData(SendOutcome.TooManyTopics, RelayErrorCode.TooManyTopics, "Raise MaxTopics")]
    [InlineData(SendOutcome.Faulted, RelayErrorCode.TransportFaulted, "Create a new transport")]
    internal void An_outcome_has_its_code_its_topic_and_its_advice(
        SendOutcome outcome, RelayErrorCode code, string advice)
    {
        var result = GateWorld.Result(outcome, DeliveryStatus.NotSent, sequence: 0);

        var error = Assert.IsType<RelayException>(SendErrors.From(Send(), result, _world.Limits), exactMatch: false);

        Assert.Equal(code, error.Code);
        Assert.Contains("'prices'", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_machine_says_about_relays_is_part_of_the_message()
    {
        var result = GateWorld.Result(SendOutcome.TimedOut, detail: "Relay 'tokyo' acknowledges nothing.");

        var error = SendErrors.From(Send(), result, _world.Limits);

        Assert.EndsWith("Relay 'tokyo' acknowledges nothing.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryStatus.NotSent, "Nothing was sent.")]
    [InlineData(DeliveryStatus.Unknown, "It may or may not have been delivered")]
    public void A_cancelled_send_says_what_is_known_about_delivery(DeliveryStatus status, string said)
    {
        var result = GateWorld.Result(SendOutcome.Cancelled, status, sequence: 4);

        var error = Assert.IsType<SendCanceledException>(SendErrors.From(Send(), result, _world.Limits));

        Assert.Equal(status, error.Delivery);
        Assert.Contains($"message 4 on 'prices' was cancelled. {said}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(9, true)]
    public void Only_a_message_that_was_numbered_has_an_identity(long sequence, bool hasId)
    {
        var result = GateWorld.Result(SendOutcome.Stopped, sequence: sequence);

        var error = Assert.IsType<SendFailedException>(SendErrors.From(Send(), result, _world.Limits));

        Assert.Equal(hasId, error.MessageId is not null);
    }

    [Theory]
    [InlineData(OutboundState.New, DeliveryStatus.NotSent)]
    [InlineData(OutboundState.Waiting, DeliveryStatus.NotSent)]
    [InlineData(OutboundState.InFlight, DeliveryStatus.Unknown)]
    internal void A_send_that_the_machine_never_answered_is_unknown_once_it_was_encoded(
        OutboundState state, DeliveryStatus status)
    {
        var send = Send();
        send.State = state;
        var cause = new InvalidOperationException("a broken rule");

        var stopped = Assert.IsType<SendFailedException>(SendErrors.Stopped(send));
        var faulted = Assert.IsType<TransportFaultedException>(SendErrors.Faulted(send, cause));

        Assert.Equal((status, status), (stopped.Delivery, faulted.Delivery));
        Assert.Same(cause, faulted.InnerException);
        Assert.Contains("a broken rule", faulted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_says_what_the_machine_counted()
    {
        var receipt = SendErrors.Receipt(Send(), GateWorld.Result(SendOutcome.Receipted, sequence: 3));

        Assert.Equal(("prices", 3L, 2), (receipt.Topic, receipt.Id.Sequence, receipt.Acks));
        Assert.Equal((Durability.Replicated, true), (receipt.Durability, receipt.WasResent));
        Assert.Equal(TimeSpan.FromMilliseconds(7), receipt.Elapsed);
    }

    private PendingSend Send()
    {
        var send = _world.Pool.Rent();
        send.Begin("prices", System.Text.Encoding.UTF8.GetBytes(Secret), timestamp: 0, now: default);
        return send;
    }
}
