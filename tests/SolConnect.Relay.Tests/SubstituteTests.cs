using NSubstitute;

namespace SolConnect.Relay.Tests;

/// <summary>An application tests its own code against a transport that it plays itself.</summary>
public class SubstituteTests
{
    private readonly IMessageTransport _transport = Substitute.For<IMessageTransport>();

    [Fact]
    public async Task An_application_can_answer_its_own_sends()
    {
        var receipt = new DeliveryReceipt { Topic = "prices", Acks = 2 };
#pragma warning disable CA2012 // NSubstitute wants the call, not its result.
        _transport.SendAsync("prices", Arg.Any<ReadOnlyMemory<byte>>(), Arg.Any<CancellationToken>()).Returns(receipt);
#pragma warning restore CA2012

        var received = await _transport.SendAsync("prices", new byte[] { 1 });

        Assert.Equal(receipt, received);
    }

    [Fact]
    public async Task An_application_can_make_a_send_fail_as_the_library_does()
    {
        var error = new SendFailedException(RelayErrorCode.SendTimeout, DeliveryStatus.Unknown, "Too slow.");
#pragma warning disable CA2012
        _transport.SendAsync(default!, default, default).ReturnsForAnyArgs(
            _ => ValueTask.FromException<DeliveryReceipt>(error));
#pragma warning restore CA2012

        var thrown = await Assert.ThrowsAsync<SendFailedException>(
            async () => await _transport.SendAsync("prices", default));

        Assert.Equal(DeliveryStatus.Unknown, thrown.Delivery);
    }

    [Fact]
    public void An_application_can_raise_the_state_changes_itself()
    {
        var seen = new List<TransportState>();
        _transport.StateChanged += (_, change) => seen.Add(change.NewState);

        _transport.StateChanged += Raise.EventWith(
            _transport, new TransportStateChangedEventArgs(TransportState.Connected, TransportState.Offline, "unplugged"));

        Assert.Equal([TransportState.Offline], seen);
    }

    [Fact]
    public async Task An_application_can_feed_a_subscription()
    {
        var subscription = Substitute.For<IMessageSubscription>();
        subscription.GetAsyncEnumerator(Arg.Any<CancellationToken>()).Returns(_ => MessagesAsync());
#pragma warning disable CA2012
        _transport.SubscribeAsync("prices").ReturnsForAnyArgs(ValueTask.FromResult(subscription));
#pragma warning restore CA2012

        var subscribed = await _transport.SubscribeAsync("prices");

        Assert.Equal(["one", "two"], await subscribed.TakeTextsAsync(2));
    }

    private static async IAsyncEnumerator<RelayMessage> MessagesAsync()
    {
        await Task.Yield();
        yield return new() { Topic = "prices", Payload = "one"u8.ToArray() };
        yield return new() { Topic = "prices", Payload = "two"u8.ToArray() };
    }
}
