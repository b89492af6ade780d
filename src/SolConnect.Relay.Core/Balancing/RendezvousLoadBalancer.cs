using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay;

/// <summary>
/// Takes the candidate that the affinity key is assigned to (highest random weight; Thaler and Ravishankar, 1998): clients with the
/// same key and the same candidates take the same one without talking to each other, and when it goes away only
/// they move. Numbers play no part.
/// </summary>
public sealed class RendezvousLoadBalancer : IScoringLoadBalancer
{
    /// <inheritdoc/>
    public string Name => "rendezvous";

    /// <inheritdoc/>
    public string ScoreMeaning => "hash of affinity key and relay id; more is better";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;
        var list = ShortList.Of(context);
        if (!list.IsReadyFor(this, candidates.Length))
            list.Take(this, candidates.Length, First(candidates, context.AffinityKey ?? ""));
        return list.Draw(context.Random);
    }

    /// <inheritdoc/>
    public double Score(in RelayCandidate candidate, in SelectionContext context) =>
        RelaySet.Score(context.AffinityKey ?? "", candidate.Endpoint.Id);

    // The same order as the relay set has, so that who is first there is the primary here.
    private static int First(ReadOnlySpan<RelayCandidate> candidates, string affinityKey)
    {
        var (best, bestScore) = (0, RelaySet.Score(affinityKey, candidates[0].Endpoint.Id));
        for (var i = 1; i < candidates.Length; i++)
        {
            var score = RelaySet.Score(affinityKey, candidates[i].Endpoint.Id);
            if (score > bestScore
                || (score == bestScore && string.CompareOrdinal(candidates[i].Endpoint.Id, candidates[best].Endpoint.Id) < 0))
            {
                (best, bestScore) = (i, score);
            }
        }

        return best;
    }
}
