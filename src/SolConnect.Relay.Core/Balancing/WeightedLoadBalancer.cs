namespace SolConnect.Relay;

/// <summary>
/// Draws a candidate in proportion to quality × weight × priority. Taking the best one would send every client of a
/// fleet to the same relay, which would then be the worst; a draw spreads them, and still follows the numbers. It is
/// smooth: the draws of a process come out even soon, and a small change of the numbers moves few clients.
/// </summary>
/// <remarks>
/// A candidate whose share is zero is drawn only when all shares are; then every candidate has the same chance.
/// </remarks>
public sealed class WeightedLoadBalancer : IScoringLoadBalancer
{
    // Above this, shares are the same: their sum must stay finite.
    private const double MaxShare = 1e12;

    /// <inheritdoc/>
    public string Name => "weighted";

    /// <inheritdoc/>
    public string ScoreMeaning => "share of the draw: quality × weight × priority; more is better";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;
        var table = ShareTable.Of(context);
        if (!table.IsReadyFor(this, candidates.Length))
            Prepare(table, candidates, context.State?.Leader);
        return table.Draw(context.Random);
    }

    /// <inheritdoc/>
    public double Score(in RelayCandidate candidate, in SelectionContext context) => Share(candidate);

    private void Prepare(ShareTable table, ReadOnlySpan<RelayCandidate> candidates, string? leader)
    {
        var shares = table.Begin(this, candidates.Length);
        int? leaderPlace = null;
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = Share(candidates[i]);
            leaderPlace = leader is not null && candidates[i].Endpoint.Id == leader ? i : leaderPlace;
        }

        table.Build(leaderPlace);
    }

    // Also keeps a NaN in somebody's numbers from poisoning the sum.
    private static double Share(in RelayCandidate candidate)
    {
        var share = candidate.Quality * candidate.Endpoint.Weight * candidate.Endpoint.Priority;
        return share > 0 && double.IsFinite(share) ? Math.Min(share, MaxShare) : 0;
    }
}
