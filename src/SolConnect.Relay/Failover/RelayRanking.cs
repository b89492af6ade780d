using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Makes a ranking out of a strategy that only picks: it is asked again and again about what is left. A strategy is
/// user code; where it throws or answers nonsense, the order of the list stands. Called by one thread at a time.
/// </summary>
internal sealed class RelayRanking
{
    // Transports of one process take turns; processes start anywhere, so that a fleet does not begin at the same relay.
    private static long _nextStart = Random.Shared.Next();

    private readonly ILoadBalancer _balancer;
    private readonly string _name;
    private readonly string _affinityKey;
    private readonly ILogger _logger;
    private readonly Random _random;
    private readonly long _start;
    private readonly List<double> _draws = [];
    private bool _hasComplained;

    public RelayRanking(ILoadBalancer balancer, string affinityKey, ILogger logger)
        : this(balancer, affinityKey, logger, Random.Shared, Interlocked.Increment(ref _nextStart))
    {
    }

    public RelayRanking(ILoadBalancer balancer, string affinityKey, ILogger logger, Random random, long start) =>
        (_balancer, _name, _affinityKey, _logger, _random, _start) =
        (balancer, balancer.GetType().Name, affinityKey, logger, random, start);

    /// <summary>
    /// The ids of all relays, best first: the healthy ones as the strategy has them, then the others likewise.
    /// </summary>
    public IReadOnlyList<string> Rank(IReadOnlyList<RelayInfo> relays)
    {
        var left = relays.ToList();
        var candidates = relays.Select(ToCandidate).ToList();
        var ranked = new List<RelayInfo>(relays.Count);
        for (var cursor = _start; left.Count > 0;)
        {
            var context = new SelectionContext(cursor, Draw(ranked.Count), _affinityKey);
            if (Pick(CollectionsMarshal.AsSpan(candidates), context) is not { } index)
            {
                ranked.AddRange(left);
                break;
            }

            ranked.Add(left[index]);
            left.RemoveAt(index);
            candidates.RemoveAt(index);
            // What followed the picked one stands at its place now, so a rotation goes on there.
            cursor = index;
        }

        // Parted afterwards (the sort is stable), not before: a relay that falls ill must not reorder the others.
        return [.. ranked.OrderByDescending(relay => relay.IsHealthy).Select(relay => relay.Endpoint.Id)];
    }

    private int? Pick(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        // Once is news, every further time is detail.
        var level = _hasComplained ? LogLevel.Debug : LogLevel.Error;
        try
        {
            var index = _balancer.Select(candidates, context);
            if ((uint)index < (uint)candidates.Length)
                return index;
            RankingLog.BalancerOutOfRange(_logger, level, _name, index, candidates.Length);
        }
        catch (Exception exception)
        {
            RankingLog.BalancerThrew(_logger, level, exception, _name);
        }

        _hasComplained = true;
        return null;
    }

    private double Draw(int place)
    {
        while (_draws.Count <= place)
            _draws.Add(_random.NextDouble());
        return _draws[place];
    }

    private static RelayCandidate ToCandidate(RelayInfo relay) => new(
        relay.Endpoint, relay.State is RelayState.Standby or RelayState.Primary, relay.Latency, relay.Quality,
        relay.Load);
}
