using System.Diagnostics;

namespace SolConnect.Relay.Benchmarks.Load;

/// <summary>Sends over a transport as much as a window of sends without a receipt allows.</summary>
internal sealed class AckedSender : IAsyncDisposable
{
    private readonly RelayWebSocketTransport _transport;
    private readonly string _topic;
    private readonly int _size;
    private readonly int _tasks;
    private readonly int _window;

    private AckedSender(RelayWebSocketTransport transport, string topic, int size, int tasks, int window) =>
        (_transport, _topic, _size, _tasks, _window) = (transport, topic, size, tasks, window);

    /// <param name="requiredAcks">Also the relays that it uses.</param>
    /// <param name="tasks">Callers side by side, which share the window.</param>
    /// <param name="window">Sends without a receipt.</param>
    public static async Task<AckedSender> ConnectAsync(
        IReadOnlyList<RelayEndpoint> relays, string topic, int requiredAcks, int size, int tasks, int window)
    {
        var transport = await Transports.ConnectAsync(relays.Take(requiredAcks), options =>
        {
            options.RequiredAcks = requiredAcks;
            options.OutboxCapacity = window;
            options.OutboxBytes = Math.Max(options.OutboxBytes, 2L * window * size);
        });
        return new(transport, topic, size, tasks, window);
    }

    /// <summary>Sends for a while, and returns once all of it has its receipt.</summary>
    public async Task<Sent> SendForAsync(TimeSpan time)
    {
        var began = Stopwatch.GetTimestamp();
        var sent = await Task.WhenAll(Enumerable.Range(0, _tasks).Select(_ =>
            Task.Run(() => SendAsync(long.MaxValue, () => Stopwatch.GetElapsedTime(began) >= time))));
        return new(sent.Sum(), Stopwatch.GetElapsedTime(began));
    }

    /// <summary>One caller sends so many, and returns when all have their receipts.</summary>
    public Task SendAsync(long messages) => Task.Run(() => SendAsync(messages, static () => false));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private async Task<long> SendAsync(long messages, Func<bool> isOver)
    {
        var payload = new byte[_size];
        var window = Math.Max(1, _window / _tasks);
        var sends = new ValueTask<DeliveryReceipt>[window];
        var sent = 0L;
        for (; sent < messages && (sent % 64 != 0 || !isOver()); sent++)
        {
            if (sent >= window)
            {
                await sends[sent % window];
            }

#pragma warning disable CA2012 // Each is awaited once, a window later.
            sends[sent % window] = _transport.SendAsync(_topic, payload);
#pragma warning restore CA2012
        }

        for (var oldest = Math.Max(0, sent - window); oldest < sent; oldest++)
        {
            await sends[oldest % window];
        }

        return sent;
    }
}
