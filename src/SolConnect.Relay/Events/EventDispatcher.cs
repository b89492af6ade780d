using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Events;

/// <summary>
/// Raises events one after another on a task of its own: handlers are user code, which may be slow, throw, or call back
/// into the transport, and none of that may reach the session loop. Posting never waits; when handlers fall behind by
/// <see cref="Capacity"/> events, the oldest are dropped and counted, because a late event is the least useful one.
/// </summary>
/// <remarks>
/// A handler is called with the subscriptions as they were when the event happened. An <c>async void</c> handler that
/// throws after its first <c>await</c> is out of reach here, as everywhere in .NET.
/// </remarks>
internal sealed class EventDispatcher : IAsyncDisposable
{
    public const int Capacity = 1_024;

    // Names the dispatcher whose handler is running in this flow of control, so that disposing from there does not
    // wait for itself.
    private static readonly AsyncLocal<EventDispatcher?> Raising = new();

    private readonly Mailbox<IPendingEvent> _queue = new(Capacity);
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly Task _loop;
    private long _dropped;
    private volatile bool _abandoned;

    /// <param name="patience">How long disposal waits for handlers that are still running.</param>
    public EventDispatcher(ILogger logger, TimeProvider time, TimeSpan patience)
    {
        (_logger, _time, _patience) = (logger, time, patience);

        // Handlers run long after the call that creates a transport, so they must not see its activity, culture, locals.
        using var noFlow = ExecutionContext.SuppressFlow();
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Events that were never raised because handlers were too slow.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Ends after disposal, once the last handler has returned.</summary>
    public Task Completion => _loop;

    /// <summary>Queues one event. Any thread; after disposal it does nothing.</summary>
    public void Post<TArgs>(string name, EventHandler<TArgs>? handlers, object sender, TArgs args)
    {
        if (handlers is null)
            return;
        var pending = new PendingEvent<TArgs>(name, handlers, sender, args);
        while (!_queue.TryPut(pending) && !_queue.IsClosed && _queue.TryTake(out var oldest))
            CountDropped(oldest);
    }

    /// <summary>Raises what is queued, then ends. No handler is called after it returns.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        if (Raising.Value == this)
        {
            // A handler is waiting for us: waiting for it would be for ever.
            _abandoned = true;
            return;
        }

        if (!await _loop.EndsWithinAsync(_patience, _time).ConfigureAwait(false))
        {
            _abandoned = true;
            EventLog.HandlersStillRunning(_logger, _patience);
        }
    }

    private async Task RunAsync()
    {
        while (await _queue.WaitAsync().ConfigureAwait(false))
        {
            while (_queue.TryTake(out var pending))
            {
                Raising.Value = this;
                pending.Raise(this);
                Raising.Value = null;
            }
        }
    }

    private void CountDropped(IPendingEvent dropped)
    {
        var total = Interlocked.Increment(ref _dropped);
        // Loud at 1, 2, 4, 8 …: a stuck handler must not turn into a stuck log.
        var level = (total & (total - 1)) == 0 ? LogLevel.Warning : LogLevel.Debug;
        EventLog.Dropped(_logger, level, dropped.Name, total);
    }

    private interface IPendingEvent
    {
        string Name { get; }

        void Raise(EventDispatcher owner);
    }

    private sealed record PendingEvent<TArgs>(string Name, EventHandler<TArgs> Handlers, object Sender, TArgs Args)
        : IPendingEvent
    {
        public void Raise(EventDispatcher owner)
        {
            foreach (var handler in Delegate.EnumerateInvocationList(Handlers))
            {
                if (owner._abandoned)
                    return;
                try
                {
                    handler(Sender, Args);
                }
                catch (Exception exception)
                {
                    EventLog.HandlerThrew(owner._logger, exception, Name);
                }
            }
        }
    }
}
