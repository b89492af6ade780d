using SolConnect.Relay.Core;

namespace SolConnect.Relay.Failover;

/// <summary>
/// The times that the machine is given: monotonic instants, and the wall clock for message timestamps.
/// </summary>
internal sealed class SessionClock(TimeProvider time)
{
    // Less is what time servers correct; it would do no harm, only ask every relay for a sign of life.
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(2);

    private readonly long _origin = time.GetTimestamp();
    private volatile WallReading _reading = new(new(TimeSpan.MinValue.Ticks / 2), 0);
    private (DateTimeOffset Wall, Instant Monotonic)? _awake;

    public TimeProvider Time { get; } = time;

    public Instant Now => new(Time.GetElapsedTime(_origin).Ticks);

    /// <summary>Session loop: it has run.</summary>
    public void NoteAwake() => _awake = (Time.GetUtcNow(), Now);

    /// <summary>
    /// Session loop: whether the clock on the wall has gone on since then without the monotonic one, which on most systems
    /// stands still while the machine sleeps.
    /// </summary>
    public bool HasSlept() =>
        _awake is { } last && Time.GetUtcNow() - last.Wall - (Now - last.Monotonic) > Sleep;

    /// <summary>
    /// The time on the wall at a moment that has just been. It is read once a second, so a clock that is set is followed
    /// within that time. Any thread.
    /// </summary>
    public long UnixMilliseconds(Instant now)
    {
        var reading = _reading;
        if (now - reading.At is var age && (age < TimeSpan.Zero || age > WallReading.Lasts))
        {
            _reading = reading = new(Now, Time.GetUtcNow().ToUnixTimeMilliseconds());
        }

        return reading.UnixMilliseconds + ((now - reading.At).Ticks / TimeSpan.TicksPerMillisecond);
    }

    private sealed record WallReading(Instant At, long UnixMilliseconds)
    {
        public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(1);
    }
}
