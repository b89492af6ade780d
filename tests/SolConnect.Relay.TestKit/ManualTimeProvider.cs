namespace SolConnect.Relay.TestKit;

/// <summary>A clock that stands still until a test moves it. Timers fire on the thread that moves it.</summary>
public sealed class ManualTimeProvider : TimeProvider
{
    // What the timers of the system take at most, so that a wait too long for them is too long here as well.
    private const long MaxDueMilliseconds = 0xfffffffe;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _elapsed;
    private Exception? _error;
    private Action? _look;

    /// <summary>Timers that are set and have not fired.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock)
            {
                return _timers.Count(timer => timer.DueAt != TimeSpan.MaxValue);
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        Interlocked.Exchange(ref _look, null)?.Invoke();
        lock (_lock)
        {
            return _elapsed.Ticks;
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return Start + _elapsed;
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Set(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Runs an action inside the next look at the time: in the middle of whatever somebody does there.
    /// </summary>
    public void RunInNextLook(Action action) => Volatile.Write(ref _look, action);

    /// <summary>Moves the clock, and fires the timers on the way in the order in which they are due.</summary>
    public void Advance(TimeSpan by)
    {
        TimeSpan end;
        lock (_lock)
        {
            end = _elapsed + by;
        }

        while (TakeDue(end) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Fires every timer that is set without moving the clock, as a coarse system timer may.</summary>
    public void FireEarly()
    {
        List<ManualTimer> all;
        lock (_lock)
        {
            all = _timers.FindAll(timer => timer.DueAt != TimeSpan.MaxValue);
            all.ForEach(timer => timer.DueAt = TimeSpan.MaxValue);
        }

        all.ForEach(timer => timer.Fire());
    }

    /// <summary>Moves the clock on and on until a task has ended that may have to wait for timeouts.</summary>
    /// <exception cref="TimeoutException">It has not ended; names what did not happen.</exception>
    public async Task AdvanceUntilAsync(Task task, string what)
    {
        bool IsDone()
        {
            Advance(TimeSpan.FromSeconds(1));
            return task.IsCompleted;
        }

        await Patience.UntilAsync(IsDone, what);
        await task;
    }

    /// <summary>Breaks whoever next sets a timer that exists: a defect in the middle of somebody's work.</summary>
    public void BreakNextTimer(Exception error) => Volatile.Write(ref _error, error);

    private ManualTimer? TakeDue(TimeSpan end)
    {
        lock (_lock)
        {
            if (_timers.MinBy(timer => timer.DueAt) is { } next && next.DueAt <= end)
            {
                _elapsed = next.DueAt > _elapsed ? next.DueAt : _elapsed;
                next.DueAt = next.Period > TimeSpan.Zero ? _elapsed + next.Period : TimeSpan.MaxValue;
                return next;
            }

            _elapsed = end;
            return null;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueAt { get; set; } = TimeSpan.MaxValue;

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (Interlocked.Exchange(ref owner._error, null) is { } error)
            {
                throw error;
            }

            Set(dueTime, period);
            return true;
        }

        public void Set(TimeSpan dueTime, TimeSpan period)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime.TotalMilliseconds, MaxDueMilliseconds);
            lock (owner._lock)
            {
                owner._timers.Remove(this);
                owner._timers.Add(this);
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : owner._elapsed + dueTime;
                Period = period;
            }
        }

        public void Dispose()
        {
            lock (owner._lock)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
