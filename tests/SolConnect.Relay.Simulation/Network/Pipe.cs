using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Network;

/// <summary>
/// One direction of a connection. Like TCP it keeps the order and drops nothing in the middle: what is lost is everything
/// from some moment on.
/// </summary>
internal sealed class Pipe(VirtualTime time, ChunkPool chunks, IPipeOwner owner) : IActor
{
    private const int WriteDone = 1;
    private const int Arrive = 2;
    private const int End = 3;
    private const int Break = 4;

    // What the sockets at both ends take in before a write has to wait for the far end.
    private const int SocketBytes = 32 * 1024;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly Queue<WireBuffer> _writing = new();
    private Instant _lastArrival;
    private Instant _cutAt = Instant.Never;
    private long _bytesOnTheWay;
    private bool _isDead;
    private bool _endsAfterWrites;
    private bool _hasEnded;

    /// <summary>The most writes that were on the way at once.</summary>
    public int PeakWrites { get; private set; }

    public void Write(WireBuffer buffer)
    {
        _writing.Enqueue(buffer);
        PeakWrites = Math.Max(PeakWrites, _writing.Count);
        if (_writing.Count == 1)
        {
            time.After(owner.WriteTime(), this, WriteDone);
        }
    }

    /// <summary>Puts bytes on the way that the sender did not write now.</summary>
    public void Inject(ReadOnlySpan<byte> content) => Send(chunks.Rent(content));

    /// <summary>Ends the direction in good order, behind everything that was written.</summary>
    public void EndAfterWrites()
    {
        _endsAfterWrites = true;
        if (_writing.Count == 0)
        {
            time.At(NextArrival(), this, End);
        }
    }

    /// <summary>Loses everything that would arrive from a moment on; the far end notices only when it is told.</summary>
    public void Cut(Instant at) => _cutAt = Instant.Earlier(_cutAt, at);

    /// <summary>
    /// Loses everything that would arrive from a moment on, at which the far end notices, or later where the news does not
    /// get through.
    /// </summary>
    public void BreakAt(Instant at)
    {
        Cut(at);
        if (!_isDead)
        {
            time.At(Instant.Later(at, owner.BlockedUntil(this)), this, Break);
        }
    }

    /// <summary>Nothing arrives from now on, and nobody is ever told.</summary>
    public void Die()
    {
        _isDead = true;
        Cut(time.Now);
    }

    public void On(in SimEvent happening)
    {
        switch (happening.Code)
        {
            case WriteDone:
                FinishWrite();
                break;
            case Arrive:
                var chunk = (Chunk)happening.Subject!;
                _bytesOnTheWay -= chunk.Length;
                Deliver(chunk);
                break;
            case End when time.Now < _cutAt:
                Finish(inGoodOrder: true);
                break;
            case Break:
                Finish(inGoodOrder: false);
                break;
        }
    }

    private void FinishWrite()
    {
        if (_bytesOnTheWay > SocketBytes && time.Now < owner.BlockedUntil(this))
        {
            time.After(Look, this, WriteDone);
            return;
        }

        // Copied only now: until the write is done the bytes are the socket's, and a sender that reuses them is found out.
        var buffer = _writing.Dequeue();
        Send(chunks.Rent(buffer.Written.Span));
        owner.OnWritten(this, buffer);
        if (_writing.Count > 0)
        {
            time.After(owner.WriteTime(), this, WriteDone);
        }
        else if (_endsAfterWrites)
        {
            time.At(NextArrival(), this, End);
        }
    }

    private void Send(Chunk chunk)
    {
        _bytesOnTheWay += chunk.Length;
        time.At(NextArrival(), this, Arrive, 0, chunk);
    }

    private void Deliver(Chunk chunk)
    {
        if (time.Now >= _cutAt || _hasEnded)
        {
            chunks.Return(chunk);
        }
        else if (owner.Filter(this, chunk) is { } rest)
        {
            owner.OnArrived(this, rest);
        }
    }

    // What is held goes on its way when the path is open again, and takes as long as the path takes then.
    private Instant NextArrival()
    {
        var leaves = Instant.Later(time.Now, owner.BlockedUntil(this));
        return _lastArrival = Instant.Later(_lastArrival, leaves + owner.Latency(this, leaves));
    }

    private void Finish(bool inGoodOrder)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            owner.OnEnded(this, inGoodOrder);
        }
    }
}
