using SolConnect.Relay.Core;

namespace SolConnect.Relay.Failover;

/// <summary>Divides <c>DrainTimeout</c>: most of it is for receipts, a last part for closing connections.</summary>
internal sealed class DrainBudget(TimeSpan total, SessionClock clock)
{
    /// <summary>Enough for a closing handshake with a relay that lives; one that does not is cut.</summary>
    public static readonly TimeSpan Closing = TimeSpan.FromMilliseconds(250);

    private readonly Instant _drainEnd = clock.Now + (total - (total < 4 * Closing ? total / 4 : Closing));
    private readonly Instant _end = clock.Now + total;

    public TimeSpan LeftForDraining => Left(_drainEnd);

    public TimeSpan LeftForClosing => Left(_end);

    private TimeSpan Left(Instant end)
    {
        var now = clock.Now;
        return end > now ? end - now : TimeSpan.Zero;
    }
}
