namespace SolConnect.Relay.Simulation.Engine;

/// <summary>The world's clock and everything that is still to happen. Nothing in a run looks at a real clock.</summary>
/// <param name="maxEvents">
/// An ordinary seed has some thousands of events; a million mean that something goes round in circles.
/// </param>
internal sealed class VirtualTime(long maxEvents = 1_000_000)
{
    private readonly EventQueue _queue = new();
    private long _order;

    /// <summary>Some time after the origin, so that a node whose clock is behind still has a clock above zero.</summary>
    public Instant Now { get; private set; } = new(TimeSpan.FromHours(1).Ticks);

    public long Events { get; private set; }

    public void At(Instant when, IActor actor, int code, long number = 0, object? subject = null) =>
        _queue.Add(new(Instant.Later(when, Now), ++_order, actor, code, number, subject));

    public void After(TimeSpan delay, IActor actor, int code, long number = 0, object? subject = null) =>
        At(Now + delay, actor, code, number, subject);

    public void RunUntil(Instant end)
    {
        while (_queue.NextAt <= end)
        {
            var next = _queue.Take();
            Now = next.At;
            if (++Events > maxEvents)
            {
                throw new LivelockException($"The run did not come to rest within {maxEvents:N0} events; it is at {Now}.");
            }

            next.Actor.On(next);
        }

        Now = end;
    }
}
