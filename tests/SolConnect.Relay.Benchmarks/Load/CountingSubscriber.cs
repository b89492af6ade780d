using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Load;

/// <summary>A transport that reads one topic and counts.</summary>
internal sealed class CountingSubscriber : IAsyncDisposable
{
    private readonly RelayWebSocketTransport _transport;
    private readonly Task _reading;
    private long _received;

    private CountingSubscriber(RelayWebSocketTransport transport, IMessageSubscription subscription) =>
        (_transport, _reading) = (transport, ReadAsync(subscription));

    public long Received => Volatile.Read(ref _received);

    public static async Task<CountingSubscriber> ConnectAsync(
        IEnumerable<RelayEndpoint> relays, string topic, SubscriptionStart start)
    {
        var transport = await Transports.ConnectAsync(relays);
        return new(transport, await transport.SubscribeAsync(topic, new SubscriptionOptions { Start = start }));
    }

    public Task UntilAsync(long received) =>
        Patience.UntilAsync(() => Received >= received, $"{received:N0} messages ({Received:N0} so far)");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReadAsync(IMessageSubscription subscription)
    {
        await foreach (var message in subscription)
        {
            Volatile.Write(ref _received, _received + 1);
        }
    }
}
