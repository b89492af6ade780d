using System.Diagnostics;
using System.Security.Cryptography;
using System.Threading.Channels;
using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>Sends the file part by part, many under way at once, and awaits every receipt.</summary>
internal sealed class Sender(RelayWebSocketTransport transport, string topic, Tally tally)
{
    private const int MaxUnderWay = 20_000;

    // A subscriber further behind than this could lose what it has not read when relays come back empty.
    private const int MaxLag = 20_000;

    private readonly Channel<Task<DeliveryReceipt>> _underWay =
        Channel.CreateBounded<Task<DeliveryReceipt>>(MaxUnderWay);

    private long _sent;
    private long _sentBytes;
    private long _receipts;

    public long Sent => Volatile.Read(ref _sent);

    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long Receipts => Volatile.Read(ref _receipts);

    /// <summary>Sends that ended without a receipt, with why.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Returns the SHA-256 of what was sent.</summary>
    /// <param name="duration">The time over which the file is spread; zero for full speed.</param>
    public async Task<byte[]> SendAsync(string path, TimeSpan duration, CancellationToken cancellationToken)
    {
        var receipts = AwaitReceiptsAsync();
        try
        {
            return await SendAllAsync(path, duration, cancellationToken);
        }
        finally
        {
            _underWay.Writer.Complete();
            await receipts;
        }
    }

    private async Task<byte[]> SendAllAsync(string path, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.OpenRead(path);
        var reader = new PartReader(file);
        var message = new byte[Part.HeaderBytes + Part.MaxContent];
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var length = reader.Read(message.AsSpan(Part.HeaderBytes));
            if (length == 0)
            {
                return hash.GetHashAndReset();
            }

            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(message, Part.HeaderBytes, length);
            Part.WriteNumber(message, _sent);

            // The payload is copied before SendAsync returns, so one buffer serves all. What was sent is waited for: the
            // verdict counts it, so stopping the program does not cancel it.
            var payload = message.AsMemory(0, Part.HeaderBytes + length);
            var receipt = transport.SendAsync(topic, payload, CancellationToken.None);
            await _underWay.Writer.WriteAsync(receipt.AsTask(), cancellationToken);
            Volatile.Write(ref _sent, _sent + 1);
            Volatile.Write(ref _sentBytes, _sentBytes + length);
            await KeepPaceAsync(duration * ((double)_sentBytes / file.Length), started, cancellationToken);
        }
    }

    private async Task KeepPaceAsync(TimeSpan due, long started, CancellationToken cancellationToken)
    {
        var early = due - Stopwatch.GetElapsedTime(started);
        if (early > TimeSpan.FromMilliseconds(2))
        {
            await Task.Delay(early, cancellationToken);
        }

        while (Sent - tally.Received > MaxLag)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }
    }

    private async Task AwaitReceiptsAsync()
    {
        await foreach (var receipt in _underWay.Reader.ReadAllAsync())
        {
            try
            {
                await receipt;
                Volatile.Write(ref _receipts, _receipts + 1);
            }
            catch (Exception exception) when (exception is RelayException or InvalidOperationException)
            {
                Failures.Add(exception.Message);
            }
        }
    }
}
