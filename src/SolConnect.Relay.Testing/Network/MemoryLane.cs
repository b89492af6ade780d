using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace SolConnect.Relay.Testing.Network;

/// <summary>One direction of one connection. One reader and one writer, like one direction of a WebSocket.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A token source without a timer and without links holds nothing.")]
internal sealed class MemoryLane(LinkDirections direction, FaultBoard faults, TimeProvider time)
{
    // As much as the buffers of two sockets might hold; then the writer waits for the reader.
    private const int Capacity = 64;

    private readonly Channel<Parcel> _parcels = Channel.CreateBounded<Parcel>(Capacity);

    private readonly CancellationTokenSource _readingEnded = new();
    private volatile bool _hasLost;

    public LinkDirections Direction => direction;

    /// <summary>Something disappeared on the way.</summary>
    public bool HasLost => _hasLost;

    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async ValueTask SendAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        try
        {
            if (!_readingEnded.IsCancellationRequested || _parcels.Reader.Completion.IsCompleted)
            {
                await _parcels.Writer.WriteAsync(parcel, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (ChannelClosedException)
        {
            throw Broken();
        }
    }

    /// <exception cref="WebSocketException">The connection broke or ended.</exception>
    public async ValueTask<Parcel> ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var parcel = await _parcels.Reader.ReadAsync(_readingEnded.Token).ConfigureAwait(false);
                if (await PassAsync(parcel).ConfigureAwait(false) is { } arrived)
                {
                    return arrived;
                }
            }
        }
        catch (Exception ended) when (ended is ChannelClosedException or OperationCanceledException)
        {
            throw Broken();
        }
    }

    /// <summary>Nobody writes any more; what is under way arrives.</summary>
    public void Complete() => _parcels.Writer.TryComplete();

    /// <summary>Nobody reads any more. The writer is not told: what it sends from now on goes nowhere.</summary>
    public void EndReading()
    {
        // Not here and now: whoever reads would go on on this thread.
        _ = _readingEnded.CancelAsync();
        while (_parcels.Reader.TryRead(out _))
        {
            // Makes room for a writer that waits.
        }
    }

    /// <summary>Both ends find out at once.</summary>
    public void Break()
    {
        Complete();
        EndReading();
    }

    public void NoteLoss() => _hasLost = true;

    private async ValueTask<Parcel?> PassAsync(Parcel parcel)
    {
        await faults.WaitWhileStoppedAsync(_readingEnded.Token).ConfigureAwait(false);
        var now = faults.Now;
        if (now.Drops.HasFlag(direction))
        {
            NoteLoss();
            return null;
        }

        await time.WaitAsync(parcel.SentAt, now.Delay, _readingEnded.Token).ConfigureAwait(false);

        return now.DropsAcks && direction == LinkDirections.FromRelay ? AckFilter.Filter(parcel) : parcel;
    }

    private static WebSocketException Broken() => new(
        WebSocketError.ConnectionClosedPrematurely, new SocketException((int)SocketError.ConnectionReset));
}
