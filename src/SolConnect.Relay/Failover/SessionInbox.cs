using System.Threading.Channels;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Failover;

/// <summary>
/// The one way into the session loop. Bounded, and yet posting never waits: each source has a share of the room that it
/// cannot exceed, because it holds a slot or a buffer for every input that it has under way. So acks and pings never
/// queue behind senders, and timers and token callbacks, which cannot wait, need not.
/// </summary>
/// <remarks>
/// Sends do not come through it: the gate hands them over many at a time.
/// The shares: a cancellation per outbox slot, and the cancellation of the slot's last send, which may have had its outcome
/// before that came through; subscribe and unsubscribe per subscription, and the last words (returned
/// credit, unsubscribe) of the one that had its place before; <see cref="PerRelay"/> for a relay's connection and for
/// what is left of those before it; a few for the lifecycle and the relay list. The channel's memory grows with what is waiting, not with
/// the capacity.
/// </remarks>
internal sealed class SessionInbox
{
    private const int PerRelay = 64;
    private const int Lifecycle = 64;

    private readonly Channel<SessionInput> _inputs;
    private IReadOnlyList<RelayEndpoint>? _relays;
    private int _wakes;
    private volatile bool _closed;
    private volatile bool _overflowed;

    public SessionInbox(int outboxCapacity, int maxSubscriptions, int relays)
    {
        Capacity = checked((2 * outboxCapacity) + (4 * maxSubscriptions) + (PerRelay * relays) + Lifecycle);
        _inputs = Channel.CreateBounded<SessionInput>(new BoundedChannelOptions(Capacity)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });
    }

    public int Capacity { get; }

    /// <summary>
    /// Whether a source broke its share. The loop ends the session on it, because an input is missing.
    /// </summary>
    public bool HasOverflowed => _overflowed;

    /// <summary>Posts an input; <c>false</c> when the session takes none any more.</summary>
    public bool Post(in SessionInput input)
    {
        if (_inputs.Writer.TryWrite(input))
        {
            return true;
        }

        _overflowed |= !_closed;
        return false;
    }

    /// <summary>Makes the loop look at its deadlines. At most one wake is under way.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _wakes, 1) == 0)
        {
            _ = Post(SessionInput.Tick());
        }
    }

    /// <summary>A new relay list. One that the loop has not taken yet is out of date, so at most one is under way.</summary>
    public void PostRelays(IReadOnlyList<RelayEndpoint> relays)
    {
        if (Interlocked.Exchange(ref _relays, relays) is null)
        {
            _ = Post(SessionInput.RelaysChanged(relays));
        }
    }

    public bool TryTake(out SessionInput input)
    {
        if (!_inputs.Reader.TryRead(out input))
        {
            return false;
        }

        if (input.Kind == SessionInputKind.Tick)
        {
            Volatile.Write(ref _wakes, 0);
        }
        else if (input.Kind == SessionInputKind.RelaysChanged)
        {
            input = SessionInput.RelaysChanged(Interlocked.Exchange(ref _relays, null)!);
        }

        return true;
    }

    /// <summary>Completes when an input is waiting, with <c>false</c> once the inbox is closed and empty.</summary>
    public ValueTask<bool> WaitAsync() => _inputs.Reader.WaitToReadAsync();

    public void Close()
    {
        _closed = true;
        _ = _inputs.Writer.TryComplete();
    }
}
