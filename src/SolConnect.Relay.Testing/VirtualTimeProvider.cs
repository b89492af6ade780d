using SolConnect.Relay.Testing.Time;

namespace SolConnect.Relay.Testing;

/// <summary>
/// A clock that stands still until a test moves it, for <see cref="RelayFleetOptions.TimeProvider"/>: a timeout of a
/// minute passes in milliseconds. Thread-safe; one caller at a time moves it.
/// </summary>
/// <remarks>
/// The clock is virtual, the threads are not: it moves from timer to timer, and after each it lets the process finish
/// what it set off, which it can see only by the thread pool becoming quiet. So a test may rely on what happens in the
/// end, and not on exact times; where other tests keep the machine busy, a relay may look slow for a moment.
/// </remarks>
public sealed class VirtualTimeProvider : TimeProvider
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromHours(1);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly DateTimeOffset _start;
    private TimeSpan _elapsed;

    /// <summary>Creates a clock.</summary>
    /// <param name="start">The time that it shows at first. Default null: the beginning of 2026, UTC.</param>
    public VirtualTimeProvider(DateTimeOffset? start = null) =>
        _start = (start ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();

    /// <summary>How far the clock has been moved.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return _elapsed;
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => Elapsed.Ticks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Moves the clock, fires the timers on the way in the order in which they are due, and lets what they set off come to
    /// rest. Callbacks run on the caller's thread, or on one of the pool.
    /// </summary>
    /// <param name="by">Not negative.</param>
    public async Task AdvanceAsync(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = Elapsed + by;
        await Quiet.WaitAsync().ConfigureAwait(false);
        while (FireNext(end))
        {
            await Quiet.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Moves the clock from timer to timer until a task has ended, and awaits it.</summary>
    /// <param name="task">What may have to wait for timers.</param>
    /// <param name="limit">How far the clock may go. Default null: an hour.</param>
    /// <exception cref="TimeoutException">The task has not ended by then.</exception>
    public async Task AdvanceUntilAsync(Task task, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        var end = Elapsed + (limit ?? DefaultLimit);
        await Quiet.WaitAsync().ConfigureAwait(false);
        while (!task.IsCompleted && FireNext(end))
        {
            await Quiet.WaitAsync().ConfigureAwait(false);
        }

        // Where nothing more is due, all that is left to wait for is the process itself.
        await Task.WhenAny(task, Task.Delay(LastPatience)).ConfigureAwait(false);
        if (!task.IsCompleted)
        {
            throw new TimeoutException($"The task has not ended within {limit ?? DefaultLimit} of virtual time.");
        }

        await task.ConfigureAwait(false);
    }

    /// <inheritdoc cref="AdvanceUntilAsync(Task, TimeSpan?)"/>
    public async Task<T> AdvanceUntilAsync<T>(Task<T> task, TimeSpan? limit = null)
    {
        await AdvanceUntilAsync((Task)task, limit).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    internal void Set(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            // Behind the others: of those due at the same moment the one that was set first fires first.
            _timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                (timer.DueAt, timer.Period) = (_elapsed + dueTime, period);
                _timers.Add(timer);
            }
        }
    }

    internal void Remove(VirtualTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    /// <summary>False where no timer was due until <paramref name="end"/>, which is the time then.</summary>
    private bool FireNext(TimeSpan end)
    {
        VirtualTimer? next;
        lock (_lock)
        {
            next = _timers.MinBy(static timer => timer.DueAt);
            if (next is null || next.DueAt > end)
            {
                _elapsed = end > _elapsed ? end : _elapsed;
                return false;
            }

            _elapsed = next.DueAt > _elapsed ? next.DueAt : _elapsed;
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.DueAt = _elapsed + next.Period;
                _timers.Add(next);
            }
        }

        next.Fire();
        return true;
    }
}
