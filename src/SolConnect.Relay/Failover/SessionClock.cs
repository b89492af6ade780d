using SolConnect.Relay.Core;

namespace SolConnect.Relay.Failover;

/// <summary>The times that the machine is given: monotonic instants, and the wall clock for message timestamps.</summary>
internal sealed class SessionClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeProvider Time { get; } = time;

    public Instant Now => new(Time.GetElapsedTime(_origin).Ticks);

    public long UnixMilliseconds => Time.GetUtcNow().ToUnixTimeMilliseconds();
}
