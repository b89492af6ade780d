using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Ranks the relays by the transport's strategy, which is user code: where it throws or answers nonsense, the order of the
/// list stands. Remembers the last decision with its reasons.
/// </summary>
internal sealed class RelayRanking
{
    // Transports of one process take turns; processes start anywhere, so that a fleet does not begin at the same relay.
    private static long _nextStart = Random.Shared.Next();

    private readonly Lock _lock = new();
    private readonly ILoadBalancer _balancer;
    private readonly CandidateRanking _ranking;
    private readonly RelayOptions _options;
    private readonly ClientRegion _region;
    private readonly ILogger _logger;
    private bool _hasComplained;
    private volatile RelayDecision? _lastDecision;

    public RelayRanking(ILoadBalancer balancer, RelayOptions options, ILogger logger)
        : this(balancer, options, logger, Random.Shared, Interlocked.Increment(ref _nextStart))
    {
    }

    public RelayRanking(ILoadBalancer balancer, RelayOptions options, ILogger logger, Random random, long start)
    {
        (_balancer, _options, _logger) = (balancer, options, logger);
        _ranking = new(balancer, random.NextDouble, start);
        _region = new(options, logger);
    }

    /// <summary>The last ranking with its reasons; <c>null</c> before the first.</summary>
    public RelayDecision? LastDecision => _lastDecision;

    /// <summary>
    /// The ids of all relays, best first: those of the set that can be chosen as the strategy has them, then the others of the set
    /// likewise, then the rest in the order of the list. Without a set, all relays count as one.
    /// </summary>
    public IReadOnlyList<string> Rank(IReadOnlyList<RelayInfo> relays)
    {
        // A strategy that hangs may still be at work for a session that is over.
        lock (_lock)
        {
            var hasSet = relays.Any(relay => relay.IsInSet);
            List<RelayInfo> members = [.. relays.Where(relay => relay.IsInSet || !hasSet)];
            var candidates = members.Select(ToCandidate).ToArray();
            var terms = new SelectionContext(0, 0, _options.AffinityKey)
            {
                Region = _region.Value,
                PreferredRegions = [.. _options.PreferredRegions],
            };
            var time = _options.TimeProvider;
            var places = _ranking.Rank(candidates, terms, time.GetElapsedTime(0, time.GetTimestamp()));
            if (_ranking.Failure is { } failure)
                Complain(failure);

            var decision = new DecisionText(_balancer, _ranking, terms).Decide(
                [.. places.Select(place => (members[place.Index], candidates[place.Index], place.Exclusion))],
                relays.Where(relay => hasSet && !relay.IsInSet), time.GetUtcNow());
            _lastDecision = decision;
            return [.. decision.Ranking.Select(ranked => ranked.Relay.Id)];
        }
    }

    private void Complain(RankingFailure failure)
    {
        // Once is news, every further time is detail.
        var level = _hasComplained ? LogLevel.Debug : LogLevel.Error;
        _hasComplained = true;
        var name = _balancer.GetType().Name;
        if (failure.Exception is { } exception)
            RankingLog.BalancerThrew(_logger, level, exception, name);
        else
            RankingLog.BalancerOutOfRange(_logger, level, name, failure.Index, failure.Count);
    }

    private static RelayCandidate ToCandidate(RelayInfo relay) => new(
        relay.Endpoint, relay.State is RelayState.Standby or RelayState.Primary, relay.Latency, relay.Quality, relay.Load)
    {
        IsHealthy = relay.IsHealthy,
        IsBarred = relay.IsBarred,
        IsDraining = relay.State == RelayState.Draining,
        IsPublishing = relay.IsPublishing,
        Penalty = relay.Penalty,
    };
}
