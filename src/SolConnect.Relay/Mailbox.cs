using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks.Sources;

namespace SolConnect.Relay;

/// <summary>
/// A bounded queue into which any thread puts and where one reader waits. A channel would do as well, but takes 700 bytes before
/// anything is in it, and every connection of an idle transport has two of these.
/// </summary>
internal sealed class Mailbox<T>(int capacity) : IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _items = new();
    private ManualResetValueTaskSourceCore<bool> _waiter;
    private bool _isWaiting;
    private bool _isClosed;

    /// <summary>Whether nothing can be put in any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _isClosed;
            }
        }
    }

    /// <summary>Puts an item in and never waits; <c>false</c>: it is full or closed.</summary>
    public bool TryPut(T item)
    {
        var isPut = TryEnqueue(item, out var wakes);
        Wake(wakes);
        return isPut;
    }

    /// <summary>
    /// Puts an item in like <see cref="TryPut"/>, and a reader that waits goes on within this call, up to where it waits again
    /// for anything.
    /// </summary>
    public bool TryHandOver(T item)
    {
        var isPut = TryEnqueue(item, out var wakes);
        if (wakes)
        {
            GoOn();
        }

        return isPut;
    }

    /// <summary>Any thread, so that whoever finds it full may make room.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_lock)
        {
            return _items.TryDequeue(out item);
        }
    }

    /// <summary>
    /// Completes when there is something to take, with <c>false</c> once it is closed and empty; on a thread of the pool, but for
    /// <see cref="TryHandOver"/>.
    /// </summary>
    public ValueTask<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_isClosed || _items.Count > 0)
            {
                return new(_items.Count > 0);
            }

            _waiter.Reset();
            _isWaiting = true;
            return new(this, _waiter.Version);
        }
    }

    /// <summary>Takes nothing any more. What is in it can still be taken.</summary>
    public void Close()
    {
        bool wakes;
        lock (_lock)
        {
            _isClosed = true;
            wakes = TakeWaiter();
        }

        Wake(wakes);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _waiter.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _waiter.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _waiter.OnCompleted(continuation, state, token, flags);

    void IThreadPoolWorkItem.Execute() => GoOn();

    private bool TryEnqueue(T item, out bool wakes)
    {
        lock (_lock)
        {
            if (_isClosed || _items.Count == capacity)
            {
                wakes = false;
                return false;
            }

            _items.Enqueue(item);
            wakes = TakeWaiter();
            return true;
        }
    }

    private void GoOn()
    {
        bool isMoreToCome;
        lock (_lock)
        {
            isMoreToCome = !_isClosed || _items.Count > 0;
        }

        // Last: the reader goes on within this call, and may wait again.
        _waiter.SetResult(isMoreToCome);
    }

    private bool TakeWaiter()
    {
        var wasWaiting = _isWaiting;
        _isWaiting = false;
        return wasWaiting;
    }

    // Without the lock, which the reader will want at once. This object is the work item, so that waking allocates nothing.
    private void Wake(bool isWaiting)
    {
        if (isWaiting)
        {
            _ = ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
