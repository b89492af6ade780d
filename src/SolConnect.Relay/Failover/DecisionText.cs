namespace SolConnect.Relay.Failover;

/// <summary>Puts the reasons of a ranking into words. Asks the strategy, which is user code, for its scores.</summary>
internal sealed class DecisionText(ILoadBalancer balancer, CandidateRanking ranking, SelectionContext terms)
{
    private readonly IScoringLoadBalancer? _scoring = balancer as IScoringLoadBalancer;
    private readonly SelectionContext _context = terms with { State = ranking.State };

    /// <param name="ranked">The relays of the set, best first.</param>
    /// <param name="others">Known relays outside of the set.</param>
    public RelayDecision Decide(
        IReadOnlyList<(RelayInfo Relay, RelayCandidate Candidate, RelayExclusion Exclusion)> ranked,
        IEnumerable<RelayInfo> others, DateTimeOffset now) => new()
        {
            Strategy = Say(() => balancer.Name) ?? balancer.GetType().Name,
            MadeAt = now,
            Region = terms.Region,
            ScoreMeaning = _scoring is { } scoring ? Say(() => scoring.ScoreMeaning) : null,
            Ranking =
            [
                .. ranked.Select(place => Describe(place.Relay, Score(place.Candidate), place.Exclusion, isInSet: true)),
                .. others.Select(relay => Describe(relay, null, RelayExclusion.None, isInSet: false)),
            ],
            IsPanic = ranked.Count > 0 && ranking.IsPanic,
            StrategyFailed = ranking.Failure is not null,
            Reason = Reason([.. ranked.Select(place => (place.Relay.Endpoint.Id, place.Exclusion))]),
        };

    private static RankedRelay Describe(RelayInfo relay, double? score, RelayExclusion exclusion, bool isInSet) => new()
    {
        Relay = relay.Endpoint,
        IsInSet = isInSet,
        IsPrimary = relay.IsPrimary,
        Score = score,
        Exclusion = exclusion,
    };

    private string Reason(IReadOnlyList<(string Id, RelayExclusion Exclusion)> ranked)
    {
        if (ranked.Count == 0)
            return "There is no relay to choose from.";
        var first = ranked[0].Id;
        if (ranking.Failure is { Exception: { } exception })
            return $"The strategy threw {exception.GetType().Name}, so '{first}' is first in the order of the list.";
        if (ranking.Failure is { } failure)
            return $"The strategy picked {failure.Index} out of {failure.Count}, so '{first}' is first in the order of the list.";
        if (ranking.IsPanic)
            return $"No relay can be chosen; '{first}' ({ranked[0].Exclusion}) is the strategy's pick among them, rather than none.";

        var choosable = ranked.Count(place => place.Exclusion == RelayExclusion.None);
        var (picked, exclusion) = ranked.First(place => place.Id == ranking.FirstPick);
        return picked == first
            ? $"'{first}' is the strategy's pick; {choosable} of {ranked.Count} relays can be chosen."
            : $"'{first}' is the strategy's best pick among the {choosable} of {ranked.Count} relays that can be chosen; it would " +
                $"have been '{picked}', which is out ({exclusion}).";
    }

    private double? Score(RelayCandidate candidate)
    {
        try
        {
            return _scoring?.Score(candidate, _context);
        }
        catch (Exception)
        {
            return null; // A strategy that fails to pick is reported; one that fails to explain itself explains nothing.
        }
    }

    private static string? Say(Func<string> what)
    {
        try
        {
            return what();
        }
        catch (Exception)
        {
            return null;
        }
    }
}
