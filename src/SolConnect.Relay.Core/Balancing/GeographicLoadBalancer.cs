namespace SolConnect.Relay;

/// <summary>
/// Takes a candidate nearby: one in the client's region, else in the first of the preferred regions that has one, else the nearest
/// by great-circle distance, in steps of 100 km. Among several, the rule of <see cref="LeastLatencyLoadBalancer"/> decides.
/// </summary>
/// <remarks>
/// Regions less than 100 km apart count as one, because providers name the same city differently. A candidate whose distance is
/// unknown comes last; where that holds for all, latency alone decides.
/// </remarks>
public sealed class GeographicLoadBalancer : IScoringLoadBalancer
{
    private const double Step = 100;
    private const double FirstDistance = 1_000;

    /// <inheritdoc/>
    public string Name => "geographic";

    /// <inheritdoc/>
    public string ScoreMeaning =>
        "0 own region, 1 and up its place among the preferred, 1,000 + distance in km elsewhere; less is better, then latency";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;
        var list = ShortList.Of(context);
        if (!list.IsReadyFor(this, candidates.Length))
            Prepare(list, candidates, context);
        return list.DrawLessLoaded(context.Random, candidates);
    }

    /// <inheritdoc/>
    public double Score(in RelayCandidate candidate, in SelectionContext context) => Remoteness(candidate, context);

    private void Prepare(ShortList list, ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        var costs = list.Begin(this, candidates.Length);
        var nearest = double.PositiveInfinity;
        for (var i = 0; i < costs.Length; i++)
        {
            costs[i] = Remoteness(candidates[i], context);
            nearest = Math.Min(nearest, costs[i]);
        }

        for (var i = 0; i < costs.Length; i++)
            costs[i] = costs[i] <= nearest ? LeastLatencyLoadBalancer.Latency(candidates[i], context) : double.NaN;
        list.Keep(candidates, context, LeastLatencyLoadBalancer.Tolerance);
    }

    private static double Remoteness(in RelayCandidate candidate, in SelectionContext context)
    {
        var region = candidate.Endpoint.Region;
        if (IsSame(region, context.Region))
            return 0;
        var preferred = context.PreferredRegions ?? [];
        for (var i = 0; i < preferred.Count; i++)
        {
            if (IsSame(region, preferred[i]))
                return 1 + i;
        }

        return CloudRegions.Distance(region, context.Region) is { } distance
            ? FirstDistance + (Math.Floor(distance / Step) * Step)
            : double.PositiveInfinity;
    }

    private static bool IsSame(string? region, string? other) =>
        !string.IsNullOrEmpty(region)
        && (string.Equals(region, other, StringComparison.OrdinalIgnoreCase) || CloudRegions.Distance(region, other) < Step);
}
