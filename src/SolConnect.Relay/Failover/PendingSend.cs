using System.Buffers;
using System.Numerics;
using System.Threading.Tasks.Sources;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Failover;

/// <summary>
/// One call of <c>SendAsync</c>: the message in the machine's outbox and the caller's awaitable in one pooled object,
/// so that a send allocates nothing once the pool is warm.
/// </summary>
/// <remarks>
/// It goes back to the pool when everybody who knows it has let go: the awaiter (it took the result), the machine (it
/// released the message), and the cancellation, where there is one: its registration, then its input in the inbox. So
/// nothing late can ever touch the object's next use. Whoever never awaits leaves it to the garbage collector.
/// </remarks>
internal sealed class PendingSend(PendingSendPool pool) : OutboundMessage, IValueTaskSource<DeliveryReceipt>
{
    // Payloads up to this size lie in a buffer that stays with the object: with thousands of sends under way, those of a
    // shared pool would come from the heap and go back to it.
    private const int OwnBytes = 512;

    private byte[] _own = [];
    private ManualResetValueTaskSourceCore<DeliveryReceipt> _completion =
        new() { RunContinuationsAsynchronously = true };

    private CancellationTokenRegistration _registration;
    private int _holders;
    private int _isTaken;

    // Guarded by the gate's lock.
    public SendPhase Phase { get; set; }

    public PendingSend? Next { get; set; }

    public PendingSend? Previous { get; set; }

    public CancellationToken Token { get; private set; }

    public ValueTask<DeliveryReceipt> Task => new(this, _completion.Version);

    /// <summary>
    /// Makes the object one message with a copy of the payload. It is held by the awaiter and the machine from now on.
    /// </summary>
    public void Begin(string topic, ReadOnlySpan<byte> payload, long timestamp, Instant now)
    {
        var copy = payload.Length <= OwnBytes ? OwnBuffer(payload.Length) : ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(copy);
        Fill(topic, copy, payload.Length, headers: [], timestamp);
        (Phase, AcceptedAt, _isTaken, _holders) = (SendPhase.Created, now, 0, 2);
    }

    /// <summary>
    /// Watches the caller's token. To be called before the gate, so that the loop sees the registration.
    /// </summary>
    public void Watch(CancellationToken token)
    {
        Token = token;
        _ = Interlocked.Increment(ref _holders);
        _registration = token.UnsafeRegister(static send => ((PendingSend)send!).OnCancelled(), this);
    }

    public void Complete(in DeliveryReceipt receipt)
    {
        StopWatching();
        _completion.SetResult(receipt);
    }

    public void Fail(Exception error)
    {
        StopWatching();
        _completion.SetException(error);
    }

    /// <summary>The machine let go of the message, or never got it.</summary>
    public void ReleaseMessage()
    {
        if (Payload != _own)
        {
            ArrayPool<byte>.Shared.Return(Payload);
        }

        Release();
    }

    /// <summary>The posted cancellation went through the machine.</summary>
    public void ReleaseCancellation() => Release();

    DeliveryReceipt IValueTaskSource<DeliveryReceipt>.GetResult(short token)
    {
        // A second await would let go of the object twice, and then two sends would share it.
        if (_completion.GetStatus(token) == ValueTaskSourceStatus.Pending || Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            throw new InvalidOperationException(
                "The result of SendAsync can be awaited once, and read only when it is complete.");
        }

        try
        {
            return _completion.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<DeliveryReceipt>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<DeliveryReceipt>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);

    private byte[] OwnBuffer(int length)
    {
        if (_own.Length < length)
        {
            _own = new byte[Math.Max(64, (int)BitOperations.RoundUpToPowerOf2((uint)length))];
        }

        return _own;
    }

    private void OnCancelled()
    {
        // Where a cancellation was posted, its input holds the object from here on.
        if (!pool.Gate.Cancel(this))
        {
            Release();
        }
    }

    // False means that the callback runs, or has run, and lets go by itself. Waiting for it could block the loop.
    private void StopWatching()
    {
        if (_registration.Unregister())
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holders) > 0)
        {
            return;
        }

        Fill("", _own, payloadLength: 0, headers: [], timestamp: 0);
        (Token, _registration) = (default, default);
        _completion.Reset();
        pool.Return(this);
    }
}
