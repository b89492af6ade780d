using SolConnect.Relay.Core;

namespace SolConnect.Relay.Failover;

/// <summary>One timer for all deadlines of a session. Its callback only wakes the loop.</summary>
internal sealed class DeadlineTimer : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    // Timers cannot wait longer than 49 days, and a relay may ask for more: then it is waited for in parts.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly SessionInbox _inbox;
    private readonly ITimer _timer;
    private Instant _armedFor = Instant.Never;
    private volatile bool _hasFired;

    public DeadlineTimer(TimeProvider time, SessionInbox inbox)
    {
        _inbox = inbox;
        _timer = time.CreateTimer(
            static timer => ((DeadlineTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Wakes the loop at the deadline, and not for the one before any more. A deadline in the past fires at once.
    /// </summary>
    public void Arm(Instant deadline, Instant now)
    {
        // A deadline that has passed was served by the step before this call; if it still stands, it fires again. So
        // does one that the timer fired too early for: the clock of timers is coarser than the one we judge by.
        if (deadline == _armedFor && deadline > now && !_hasFired)
        {
            return;
        }

        (_armedFor, _hasFired) = (deadline, false);
        var dueIn = deadline == Instant.Never ? Timeout.InfiniteTimeSpan : DueIn(deadline - now);
        _ = _timer.Change(dueIn, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void OnDue()
    {
        _hasFired = true; // Before the wake, so that the loop's next call sees it.
        _inbox.Wake();
    }

    // Timers count whole milliseconds and round down: one that fires early would find nothing to do and fire again.
    private static TimeSpan DueIn(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? TimeSpan.Zero
        : wait >= Longest ? Longest
        : TimeSpan.FromTicks((wait.Ticks + Tick.Ticks - 1) / Tick.Ticks * Tick.Ticks);
}
