namespace SolConnect.Relay;

/// <summary>
/// Draws a candidate in proportion to quality × weight × priority. Taking the best one would send every client of a
/// fleet to the same relay, which would then be the worst; a draw spreads them, and still follows the numbers.
/// </summary>
/// <remarks>
/// A candidate whose share is zero is drawn only when all shares are; then every candidate has the same chance.
/// </remarks>
public sealed class WeightedLoadBalancer : ILoadBalancer
{
    /// <inheritdoc/>
    public string Name => "weighted";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;

        var total = 0.0;
        foreach (ref readonly var candidate in candidates)
            total += Share(candidate);
        if (total <= 0)
            return Math.Min((int)(context.Random * candidates.Length), candidates.Length - 1);

        var left = context.Random * total;
        var last = -1;
        for (var i = 0; i < candidates.Length; i++)
        {
            var share = Share(candidates[i]);
            if (share <= 0)
                continue;
            if (left < share)
                return i;
            (left, last) = (left - share, i);
        }

        // Only rounding leads here: the draw was at the very end of the last share.
        return last;
    }

    // Also keeps a NaN in somebody's numbers from poisoning the sum.
    private static double Share(in RelayCandidate candidate)
    {
        var share = candidate.Quality * candidate.Endpoint.Weight * candidate.Endpoint.Priority;
        return share > 0 && double.IsFinite(share) ? share : 0;
    }
}
