using NSubstitute;

namespace SolConnect.Tests;

/// <summary>A substituted transport, as an application's tests would make it.</summary>
internal static class TestTransport
{
    public static readonly MessageId FirstId = new(new ProducerId(Guid.Parse("00000000-0000-0000-0000-000000000001")), 1, 1);

    /// <summary>Gives every send the same receipt.</summary>
    public static IMessageTransport Create()
    {
        var transport = Substitute.For<IMessageTransport>();
#pragma warning disable CA2012 // NSubstitute wants the call, not its result.
        transport.SendAsync(default!, default, default).ReturnsForAnyArgs(
            call => new DeliveryReceipt { Topic = call.Arg<string>(), Acks = 1, Id = FirstId });
#pragma warning restore CA2012
        return transport;
    }

    /// <summary>The topics and payloads that were sent.</summary>
    public static IEnumerable<(string Topic, byte[] Payload)> Sent(IMessageTransport transport) =>
        transport.ReceivedCalls()
            .Where(call => call.GetMethodInfo().Name == nameof(IMessageTransport.SendAsync))
            .Select(call => ((string)call.GetArguments()[0]!, ((ReadOnlyMemory<byte>)call.GetArguments()[1]!).ToArray()));

    /// <summary>Hands these messages out to whoever subscribes to a topic, and then ends.</summary>
    public static IMessageSubscription Feed(IMessageTransport transport, string topic, params RelayMessage[] messages)
    {
        var subscription = Substitute.For<IMessageSubscription>();
        subscription.GetAsyncEnumerator(Arg.Any<CancellationToken>()).Returns(_ => Enumerate(messages));
#pragma warning disable CA2012
        transport.SubscribeAsync(topic, Arg.Any<SubscriptionOptions?>(), Arg.Any<CancellationToken>())
            .Returns(ValueTask.FromResult(subscription));
#pragma warning restore CA2012
        return subscription;
    }

    private static async IAsyncEnumerator<RelayMessage> Enumerate(RelayMessage[] messages)
    {
        foreach (var message in messages)
        {
            await Task.Yield();
            yield return message;
        }
    }
}
