namespace SolConnect.Relay.TestKit;

/// <summary>Keeps the events of a transport in the order in which they were raised, and waits for them.</summary>
public sealed class EventRecorder
{
    private readonly Lock _lock = new();
    private readonly List<EventArgs> _events = [];
    private readonly List<(Func<EventArgs, bool> Matches, TaskCompletionSource<EventArgs> Found)> _waiting = [];

    /// <summary>Records everything that a transport tells.</summary>
    public EventRecorder(RelayWebSocketTransport transport)
    {
        transport.StateChanged += Record;
        transport.Manager.PrimaryConnected += Record;
        transport.Manager.FailoverStarted += Record;
        transport.Manager.FailoverCompleted += Record;
        transport.Manager.RelayDiscovered += Record;
        transport.Manager.RelayRemoved += Record;
        transport.Manager.RelayHealthChanged += Record;
        transport.Manager.ConnectionClosed += Record;
        transport.Manager.AlertRaised += Record;
        transport.Manager.SubscriptionConfirmed += Record;
        transport.Manager.GapDetected += Record;
    }

    /// <summary>All of one kind, so far.</summary>
    public IReadOnlyList<T> Of<T>()
        where T : EventArgs
    {
        lock (_lock)
        {
            return [.. _events.OfType<T>()];
        }
    }

    /// <summary>The first event, from the beginning on, that matches.</summary>
    public async Task<T> WaitForAsync<T>(Func<T, bool>? matches = null)
        where T : EventArgs
    {
        bool Matches(EventArgs raised) => raised is T candidate && (matches is null || matches(candidate));
        Task<EventArgs> found;
        lock (_lock)
        {
            if (_events.Find(Matches) is { } known)
            {
                return (T)known;
            }

            var source = new TaskCompletionSource<EventArgs>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((Matches, source));
            found = source.Task;
        }

        return (T)await found.WithinPatienceAsync($"an event {typeof(T).Name}");
    }

    private void Record(object? sender, EventArgs raised)
    {
        lock (_lock)
        {
            _events.Add(raised);
            foreach (var (matches, found) in _waiting)
            {
                if (matches(raised))
                {
                    found.TrySetResult(raised);
                }
            }
        }
    }
}
