using System.Diagnostics;
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
    // Payloads up to this size lie in a buffer that stays with the object.
    private const int OwnBytes = 512;

    private byte[] _own = [];

    // Without the receipt, which is made of the outcome by whoever takes it: the loop writes as little as it can here.
    private ManualResetValueTaskSourceCore<bool> _completion = new() { RunContinuationsAsynchronously = true };

    private OutboxGate? _gate;
    private CancellationTokenRegistration _registration;
    private int _holders;

    [Flags]
    private enum Holders
    {
        Awaiter = 1,
        Machine = 2,
        Cancellation = 4,
    }

    // The gate's.
    public SendPhase Phase { get; set; }

    public PendingSend? Next { get; set; }

    public PendingSend? Previous { get; set; }

    /// <summary>Its caller may cancel it, at any time and on any thread.</summary>
    public bool IsWatched { get; private set; }

    public CancellationToken Token { get; private set; }

    /// <summary>The trace of the send, where somebody listens.</summary>
    public Activity? Activity { get; private set; }

    public ValueTask<DeliveryReceipt> Task => new(this, _completion.Version);

    /// <summary>
    /// Makes the object one message with a copy of the payload. It is held by the awaiter and the machine from now on.
    /// </summary>
    public void Begin(
        string topic, ReadOnlySpan<byte> payload, long timestamp, Instant now, byte[]? headers = null, Activity? activity = null)
    {
        if (activity is not null)
        {
            Activity = activity;
        }

        var copy = payload.Length <= OwnBytes ? OwnBuffer(payload.Length) : PayloadPool.Shared.Rent(payload.Length);
        payload.CopyTo(copy);
        Fill(topic, copy, payload.Length, headers ?? [], timestamp);
        (Phase, AcceptedAt, _holders) = (SendPhase.Created, now, (int)(Holders.Awaiter | Holders.Machine));
    }

    /// <summary>
    /// Watches the caller's token. To be called before the gate, so that the loop sees the registration.
    /// </summary>
    public void Watch(OutboxGate gate, CancellationToken token)
    {
        (_gate, Token, IsWatched) = (gate, token, true);
        _holders |= (int)Holders.Cancellation; // Nobody else knows the object yet.
        _registration = token.UnsafeRegister(static send => ((PendingSend)send!).OnCancelled(), this);
    }

    /// <summary>It has its receipt, by its <see cref="OutboundMessage.FinalResult"/>.</summary>
    public void Complete()
    {
        BeforeTheEnd(error: null);
        _completion.SetResult(true);
    }

    public void Fail(Exception error)
    {
        BeforeTheEnd(error);
        _completion.SetException(error);
    }

    /// <summary>The machine let go of the message, or never got it.</summary>
    public void ReleaseMessage()
    {
        ReturnPayload();
        _ = LetGo(Holders.Machine);
    }

    /// <summary>The posted cancellation went through the machine.</summary>
    public void ReleaseCancellation() => LetGo(Holders.Cancellation);

    DeliveryReceipt IValueTaskSource<DeliveryReceipt>.GetResult(short token)
    {
        if (_completion.GetStatus(token) == ValueTaskSourceStatus.Pending)
        {
            throw Misused();
        }

        DeliveryReceipt receipt;
        try
        {
            _ = _completion.GetResult(token);
            receipt = SendErrors.Receipt(this, FinalResult);
        }
        catch
        {
            _ = LetGo(Holders.Awaiter);
            throw;
        }

        // A second await would let go of the object twice, and then two sends would share it.
        return LetGo(Holders.Awaiter) ? receipt : throw Misused();
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
        if (!_gate!.Cancel(this))
        {
            _ = LetGo(Holders.Cancellation);
        }
    }

    private void BeforeTheEnd(Exception? error)
    {
        // False means that the callback runs, or has run, and lets go by itself. Waiting for it could block the loop.
        if (IsWatched && _registration.Unregister())
        {
            _ = LetGo(Holders.Cancellation);
        }

        pool.Telemetry?.Ended(this, error);
        if (LeavesWithOutcome)
        {
            ReturnPayload();

            // The awaiter cannot let go before it has the result, and there is nobody else.
            if (IsWatched)
            {
                _ = LetGo(Holders.Machine);
            }
            else
            {
                _holders = (int)Holders.Awaiter;
            }
        }
    }

    private void ReturnPayload()
    {
        if (Payload != _own)
        {
            PayloadPool.Shared.Return(Payload);
            Fill(Topic, _own, payloadLength: 0, headers: [], Timestamp);
        }
    }

    /// <summary>Whoever lets go last gives the object back. Returns whether the holder still held it.</summary>
    private bool LetGo(Holders holder)
    {
        var before = (Holders)Interlocked.And(ref _holders, (int)~holder);
        if (before == holder)
        {
            if (IsWatched)
            {
                (_gate, Token, _registration, IsWatched) = (null, default, default, false);
            }

            if (Activity is not null)
            {
                Activity = null;
            }

            _completion.Reset();
            pool.Return(this);
        }

        return (before & holder) != 0;
    }

    private static InvalidOperationException Misused() =>
        new("The result of SendAsync can be awaited once, and read only when it is complete.");
}
