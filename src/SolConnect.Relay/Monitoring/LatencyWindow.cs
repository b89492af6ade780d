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

    private readonly (TimeSpan RoundTrip, Instant At)[] _samples = new (TimeSpan, Instant)[Capacity];
    private int _next;
    private int _count;

    public void Add(TimeSpan roundTrip, Instant now)
    {
        _samples[_next] = (roundTrip, now);
        _next = (_next + 1) % Capacity;
        _count = Math.Min(_count + 1, Capacity);
    }

    /// <summary>By the nearest-rank method: values that were measured; <c>null</c> without any.</summary>
    public LatencyPercentiles? Percentiles(Instant now)
    {
        Span<long> ticks = stackalloc long[Capacity];
        var count = 0;
        foreach (var (roundTrip, at) in _samples.AsSpan(0, _count))
        {
            if (now - at <= Lasts)
            {
                ticks[count++] = roundTrip.Ticks;
            }
        }

        if (count == 0)
        {
            return null;
        }

        var sorted = ticks[..count];
        sorted.Sort();
        return new(Rank(sorted, 0.50), Rank(sorted, 0.95), Rank(sorted, 0.99));
    }

    private static TimeSpan Rank(ReadOnlySpan<long> sorted, double share) =>
        new(sorted[(int)Math.Ceiling(share * sorted.Length) - 1]);
}
