using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Bare;
using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Throughput;

/// <summary>A publisher and its subscribers, connected once and measured in turns.</summary>
internal sealed class Delivery : IAsyncDisposable
{
    private readonly Func<TimeSpan, Task<Sent>> _send;
    private readonly List<Func<long>> _received = [];
    private readonly List<IAsyncDisposable> _owned = [];
    private long _sent;

    private Delivery(Func<TimeSpan, Task<Sent>> send, IAsyncDisposable sender)
    {
        _send = send;
        _owned.Add(sender);
    }

    public static async Task<Delivery> BareAsync(BareServer server, int size, int batch, int window, int subscribers)
    {
        var sender = await BareSender.ConnectAsync(server, size, batch, window);
        var delivery = new Delivery(sender.SendForAsync, sender);
        for (var index = 0; index < subscribers; index++)
        {
            var subscriber = await BareSubscriber.ConnectAsync(server, size);
            delivery._received.Add(() => subscriber.Received);
            delivery._owned.Add(subscriber);
        }

        return delivery;
    }

    public static async Task<Delivery> LibraryAsync(
        IEnumerable<RelayEndpoint> relays, int size, int window, int subscribers)
    {
        var (all, topic) = (relays.ToList(), $"deliveries-{Guid.NewGuid():N}");
        var sender = await AckedSender.ConnectAsync(all, topic, requiredAcks: all.Count, size, tasks: 1, window);
        var delivery = new Delivery(sender.SendForAsync, sender);
        for (var index = 0; index < subscribers; index++)
        {
            var subscriber = await CountingSubscriber.ConnectAsync(all, topic, SubscriptionStart.Latest);
            delivery._received.Add(() => subscriber.Received);
            delivery._owned.Add(subscriber);
        }

        return delivery;
    }

    /// <summary>Messages per second, from the first send until every subscriber has the last one.</summary>
    public async Task<double> MeasureAsync(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var sent = (await _send(time)).Messages;
        _sent += sent;
        await Patience.UntilAsync(
            () => _received.TrueForAll(count => count() >= _sent), $"{_sent:N0} messages at every subscriber");
        return sent / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned)
        {
            await owned.DisposeAsync();
        }
    }
}
