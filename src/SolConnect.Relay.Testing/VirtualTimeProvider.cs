using System.Diagnostics.CodeAnalysis;
using SolConnect.Relay.Testing.Time;

namespace SolConnect.Relay.Testing;

/// <summary>
/// A clock that runs like the system's and can be moved ahead, for <see cref="RelayFleetOptions.TimeProvider"/>: a timeout
/// of a minute passes in milliseconds. Thread-safe; one caller at a time moves it.
/// </summary>
/// <remarks>
/// The clock is virtual, the threads are not: it moves from timer to timer, and after each it waits until no thread of
/// the process wants to run, at most a tenth of a second or two. So a test may rely on what happens in the end, and not
/// on exact times: while other tests keep the process busy, a relay may look slow for a moment.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A timer that is not armed holds nothing.")]
public sealed class VirtualTimeProvider : TimeProvider
{
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestAlarm = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly List<VirtualTimer> _timers = [];
    private readonly DateTimeOffset _start;
    private readonly long _created = System.GetTimestamp();
    private readonly ITimer _alarm;
    private TimeSpan _skipped;

    /// <summary>Creates a clock.</summary>
    /// <param name="start">The time that it shows at first. Default null: the beginning of 2026, UTC.</param>
    public VirtualTimeProvider(DateTimeOffset? start = null)
    {
        _start = (start ?? new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToUniversalTime();
        _alarm = System.CreateTimer(
            static clock => ((VirtualTimeProvider)clock!).FireDue(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>What has passed since the clock was made: real time, and what was skipped.</summary>
    public TimeSpan Elapsed
    {
        get
        {
            lock (_lock)
            {
                return Now;
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
    /// Moves the clock ahead, fires the timers on the way in the order in which they are due, and lets what they set off
    /// come to rest. Callbacks run on the caller's thread, or on one of the pool.
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

        SkipTo(end);
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
        while (!task.IsCompleted)
        {
            if (!FireNext(end))
            {
                SkipTo(end);
                await Quiet.WaitAsync().ConfigureAwait(false);
                break;
            }

            await Quiet.WaitAsync().ConfigureAwait(false);
        }

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
                (timer.DueAt, timer.Period) = (Now + dueTime, period);
                _timers.Add(timer);
            }

            ArmAlarm();
        }
    }

    internal void Remove(VirtualTimer timer)
    {
        lock (_lock)
        {
            _timers.Remove(timer);
        }
    }

    private TimeSpan Now => System.GetElapsedTime(_created) + _skipped;

    // With every timer that is due by itself, because so much real time has passed.
    private void FireDue()
    {
        while (Take(Elapsed) is { } timer)
        {
            timer.Fire();
        }

        lock (_lock)
        {
            ArmAlarm();
        }
    }

    /// <summary>Moves to the next timer and fires it. False where none is due until <paramref name="end"/>.</summary>
    private bool FireNext(TimeSpan end)
    {
        var next = Take(end);
        next?.Fire();
        return next is not null;
    }

    private VirtualTimer? Take(TimeSpan end)
    {
        lock (_lock)
        {
            if (_timers.MinBy(static timer => timer.DueAt) is not { } next || next.DueAt > end)
            {
                return null;
            }

            SkipTo(next.DueAt);
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.DueAt += next.Period;
                _timers.Add(next);
            }

            return next;
        }
    }

    private void SkipTo(TimeSpan moment)
    {
        lock (_lock)
        {
            var ahead = moment - Now;
            _skipped += ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero;
        }
    }

    private void ArmAlarm()
    {
        if (_timers.Count == 0)
        {
            return; // It finds nothing, at worst.
        }

        // Timers of the system count whole milliseconds and round down: a little later finds the timer due.
        var wait = _timers.Min(static timer => timer.DueAt) - Now + TimeSpan.FromMilliseconds(1);
        _alarm.Change(
            wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestAlarm ? LongestAlarm : wait, Timeout.InfiniteTimeSpan);
    }
}
