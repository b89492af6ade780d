using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Passes on what the machine knows about its relays: at once when phases or health change, which also asks for a new
/// ranking, and otherwise at most every 100 ms, because the rest changes with every message. Of the rest, a new ranking is
/// made every few seconds while anything happens: strategies follow latency and load.
/// </summary>
internal sealed class SessionViews(RelaySession session, ConnectionMonitor monitor, RankingLoop ranking)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private long _version = -1;
    private Instant _refreshedAt;
    private Instant _rankedAt;

    public void Refresh(Instant now)
    {
        var isNew = session.RelaysVersion != _version;
        if (!isNew && now - _refreshedAt < Period)
        {
            return;
        }

        monitor.Update(session.DescribeRelays());
        (_version, _refreshedAt) = (session.RelaysVersion, now);
        if (isNew || now - _rankedAt >= CandidateRanking.Period)
        {
            _rankedAt = now;
            ranking.Request();
        }
    }
}
