namespace SolConnect.Relay;

/// <summary>
/// Takes one of the fastest candidates: two at random among those within 10 % of the best, and of these the one with less
/// load. The round-trip time counts as a peak-sensitive average (Peak EWMA; Twitter Finagle, 2014): a longer one at
/// once, a shorter one little by little. A leader stays while it is within 15 % and 1 ms of the best.
/// </summary>
/// <remarks>Candidates without a sample come after those with one.</remarks>
public sealed class LeastLatencyLoadBalancer : IScoringLoadBalancer
{
    internal static readonly Tolerance Tolerance = new(EnterFactor: 1.10, EnterSlack: 0, StayFactor: 1.15, StaySlack: 1);

    /// <inheritdoc/>
    public string Name => "least-latency";

    /// <inheritdoc/>
    public string ScoreMeaning => "peak-sensitive average of the round-trip time in ms; less is better";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;
        var list = ShortList.Of(context);
        if (!list.IsReadyFor(this, candidates.Length))
            list.Fill(this, candidates, context, Latency, Tolerance);
        return list.DrawLessLoaded(context.Random, candidates);
    }

    /// <inheritdoc/>
    public double Score(in RelayCandidate candidate, in SelectionContext context) => Latency(candidate, context);

    /// <summary>In milliseconds; without a state that remembers peaks, the smoothed round-trip time as it is.</summary>
    internal static double Latency(in RelayCandidate candidate, in SelectionContext context)
    {
        if (candidate.SmoothedRtt is not { } rtt || rtt < TimeSpan.Zero)
            return double.PositiveInfinity;
        var peak = context.State?.Find(candidate.Endpoint.Id)?.PeakLatency ?? 0;
        return double.IsFinite(peak) ? Math.Max(peak, rtt.TotalMilliseconds) : rtt.TotalMilliseconds;
    }
}
