using System.Buffers.Binary;

namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>
/// An application: it publishes to a topic of its own, ten messages a second, and reads the topic of another one. Its
/// process may end and start again: then it goes on from its checkpoint with a new transport.
/// </summary>
internal sealed class SoakClient(int index, int clients, IReadOnlyList<RelayEndpoint> relays, SoakTally tally)
{
    private static readonly TimeSpan SendInterval = TimeSpan.FromMilliseconds(100);

    private readonly int _reads = (index + 1) % clients;
    private byte[]? _checkpoint;
    private int _run;

    /// <summary>Lives from connecting to disconnecting. Returns a way to see whether anything keeps the transport.</summary>
    public async Task<WeakReference> LiveAsync(CancellationToken ending)
    {
        var options = RelayOptions.Production();
        options.ClientName = $"client {index}";
        foreach (var relay in relays)
        {
            options.Relays.Add(relay);
        }

        await using var transport = new RelayWebSocketTransport(options);
        try
        {
            await transport.ConnectAsync(CancellationToken.None);
        }
        catch (RelayConnectException)
        {
            // Dialling goes on, and so does this application: what it sends waits.
        }

        var subscription = await transport.SubscribeAsync(
            Topic(_reads),
            _checkpoint is null
                ? new() { Start = SubscriptionStart.Earliest }
                : new() { ResumeFrom = SubscriptionCheckpoint.Parse(_checkpoint) },
            CancellationToken.None);
        var reading = ReadAsync(subscription);
        await PublishAsync(transport, ending);
        await subscription.DisposeAsync();
        await reading;
        await transport.DisconnectAsync(CancellationToken.None);
        return new(transport);
    }

    /// <summary>Reads what its topic still holds, without publishing.</summary>
    public async Task CatchUpAsync(TimeSpan patience)
    {
        using var ending = new CancellationTokenSource(patience);
        _run = -1;
        await LiveAsync(ending.Token);
    }

    private static string Topic(int index) => $"soak-{index}";

    private async Task PublishAsync(RelayWebSocketTransport transport, CancellationToken ending)
    {
        var (run, payload, sending) = (_run, new byte[64], new List<Task>());
        using var timer = new PeriodicTimer(SendInterval);
        try
        {
            for (var number = 1L; await timer.WaitForNextTickAsync(ending); number++)
            {
                if (run < 0)
                {
                    continue;
                }

                BinaryPrimitives.WriteInt32LittleEndian(payload, run);
                BinaryPrimitives.WriteInt64LittleEndian(payload.AsSpan(4), number);
                sending.RemoveAll(task => task.IsCompleted);
                sending.Add(AwaitAsync(transport.SendAsync(Topic(index), payload, CancellationToken.None), run));
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }

        await Task.WhenAll(sending);
        _run++;
    }

    private async Task AwaitAsync(ValueTask<DeliveryReceipt> sending, int run)
    {
        try
        {
            await sending;
            tally.NoteReceipt(index, run);
        }
        catch (RelayException error)
        {
            tally.NoteFailure(error);
        }
    }

    private async Task ReadAsync(IMessageSubscription subscription)
    {
        await foreach (var message in subscription)
        {
            var payload = message.Payload.Span;
            tally.NoteMessage(
                _reads, BinaryPrimitives.ReadInt32LittleEndian(payload), BinaryPrimitives.ReadInt64LittleEndian(payload[4..]),
                message.GapBefore is not null);
        }

        _checkpoint = subscription.GetCheckpoint()?.ToBytes();
    }
}
