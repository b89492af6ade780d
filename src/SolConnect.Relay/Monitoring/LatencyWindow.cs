using SolConnect.Relay.Core;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// The last <see cref="Capacity"/> round trips of one relay, none of them older than <see cref="Lasts"/>, and their percentiles.
/// Session loop only.
/// </summary>
internal sealed class LatencyWindow
{
    public const int Capacity = 256;
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private const int Fewest = 16;

    // Every transport has a window for each relay, so a sample is small: microseconds, and when in milliseconds, which may wrap.
    private (uint RoundTrip, uint At)[] _samples = [];
    private Instant _last;
    private int _next;
    private int _count;

    public void Add(TimeSpan roundTrip, Instant now)
    {
        if (now - _last > Lasts)
        {
            (_next, _count) = (0, 0); // So the ages of two samples never differ by as much as wraps.
        }

        if (_next == _samples.Length && _next < Capacity)
        {
            Array.Resize(ref _samples, Math.Clamp(_next * 2, Fewest, Capacity));
        }

        _next %= Capacity;
        _samples[_next++] = ((uint)Math.Min(roundTrip.Ticks / TimeSpan.TicksPerMicrosecond, uint.MaxValue), Milliseconds(now));
        _count = Math.Max(_count, _next);
        _last = now;
    }

    /// <summary>By the nearest-rank method: values that were measured, in whole microseconds; <c>null</c> without any.</summary>
    public LatencyPercentiles? Percentiles(Instant now)
    {
        if (now - _last > Lasts)
        {
            return null;
        }

        Span<uint> fresh = stackalloc uint[Capacity];
        var count = 0;
        foreach (var (roundTrip, at) in _samples.AsSpan(0, _count))
        {
            if (unchecked(Milliseconds(now) - at) <= Lasts.TotalMilliseconds)
            {
                fresh[count++] = roundTrip;
            }
        }

        if (count == 0)
        {
            return null;
        }

        var sorted = fresh[..count];
        sorted.Sort();
        return new(Rank(sorted, 0.50), Rank(sorted, 0.95), Rank(sorted, 0.99));
    }

    private static uint Milliseconds(Instant at) => unchecked((uint)(at.Ticks / TimeSpan.TicksPerMillisecond));

    private static TimeSpan Rank(ReadOnlySpan<uint> sorted, double share) =>
        new(sorted[(int)Math.Ceiling(share * sorted.Length) - 1] * TimeSpan.TicksPerMicrosecond);
}
