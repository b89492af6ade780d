namespace SolConnect.Relay.Core.Health;

/// <summary>
/// Translates the client's moments into a relay's monotonic clock. A sample is taken by the relay before it reaches us, so
/// a translation is early by at most the sample's way, and never late but for the drift of the two clocks.
/// </summary>
internal sealed class RelayClock
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    // Ten times what an uncorrected crystal drifts; the constant covers the granularity of both clocks.
    private const double DriftAllowance = 0.001;
    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(10);

    private long _relayMicroseconds;
    private Instant _receivedAt;

    public void Sample(long relayMicroseconds, Instant receivedAt) =>
        (_relayMicroseconds, _receivedAt) = (relayMicroseconds, receivedAt);

    /// <summary>
    /// A time on the relay's clock, in microseconds, that is certainly not after <paramref name="moment"/>. Starting a little
    /// too early repeats messages, which the merge drops; starting too late would lose some silently.
    /// </summary>
    public long NotAfter(Instant moment)
    {
        var distance = moment - _receivedAt;
        var margin = Granularity + (distance.Duration() * DriftAllowance);
        return Math.Max(0, _relayMicroseconds + ((distance - margin).Ticks / TicksPerMicrosecond));
    }
}
