using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Monitoring.HealthChecks;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Passes on what the machine knows about its relays: at once when phases or health change, which also asks for a new
/// ranking, and otherwise at most every 100 ms, because the rest changes with every message. Of the rest, a new ranking is
/// made every few seconds while anything happens: strategies follow latency and load.
/// </summary>
internal sealed class SessionViews(
    RelaySession session, ConnectionMonitor monitor, RankingLoop ranking, HealthCheckLoop checks,
    PredictiveSwitchover predictions, CounterPublisher counters)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private long _version = -1;
    private long _ejectionsVersion;
    private Instant _refreshedAt;
    private Instant _rankedAt;

    public void Refresh(Instant now)
    {
        var isNew = session.RelaysVersion != _version;
        if (!isNew && !monitor.HasNews && now - _refreshedAt < Period)
        {
            return;
        }

        monitor.Update(session.DescribeRelays());
        (_version, _refreshedAt) = (session.RelaysVersion, now);
        if (isNew || monitor.EjectionsVersion != _ejectionsVersion || now - _rankedAt >= CandidateRanking.Period)
        {
            (_ejectionsVersion, _rankedAt) = (monitor.EjectionsVersion, now);
            ranking.Request();
            checks.Look();
        }

        predictions.Consider(now);
        Listeners.Tell(counters, static counters => counters.Publish());
    }
}
