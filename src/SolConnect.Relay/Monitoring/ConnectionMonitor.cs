using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Events;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// Watches: turns what the machine says about its relays into snapshots for people, screens and balancers. It decides
/// nothing and raises nothing. The session loop writes, any thread reads; what it reads is immutable.
/// </summary>
internal sealed class ConnectionMonitor(SessionCounters counters, Func<Instant> clock)
{
    private volatile IReadOnlyList<RelayView> _relays = [];
    private volatile FailoverCompletedEventArgs? _lastFailover;
    private long _connectedSince = Instant.Never.Ticks;

    /// <summary>Session loop: takes the machine's latest view.</summary>
    public void Update(IReadOnlyList<RelayView> relays) => _relays = relays;

    /// <summary>Session loop: keeps what a snapshot tells about the past.</summary>
    public void Observe(SessionEvent what)
    {
        if (what is SessionEvent.StateChanged { New: TransportState.Connected })
            Interlocked.CompareExchange(ref _connectedSince, clock().Ticks, Instant.Never.Ticks);
        else if (what is SessionEvent.FailoverCompleted failover && failover.Reason.IsUnplanned())
            _lastFailover = failover.ToEventArgs();
    }

    /// <summary>Every known relay, in the order of the list.</summary>
    public IReadOnlyList<RelayInfo> GetRelays()
    {
        var now = clock();
        return [.. _relays.Where(IsListed).Select(relay => Describe(relay, now))];
    }

    /// <summary>The open connections, in the order of the list; at the end those to relays that are being left.</summary>
    public IReadOnlyList<RelayConnectionInfo> GetConnections()
    {
        var now = clock();
        return [.. _relays.Where(relay => relay.Phase.IsOpen()).Select(relay => DescribeConnection(relay, now))];
    }

    /// <param name="eventsDropped">The dispatcher's count.</param>
    public RelayMetrics GetMetrics(long eventsDropped)
    {
        var relays = _relays;
        var connectedSince = new Instant(Volatile.Read(ref _connectedSince));
        return new()
        {
            TotalRelays = relays.Count(IsListed),
            HealthyRelays = relays.Count(relay => IsListed(relay) && relay.IsHealthy),
            ActiveConnections = relays.Count(relay => relay.Phase.IsOpen()),
            AverageLatency = AverageLatency(relays),
            TotalMessagesSent = Volatile.Read(ref counters.MessagesSent),
            TotalMessagesReceived = Volatile.Read(ref counters.MessagesReceived),
            TotalMessagesFailed = Volatile.Read(ref counters.MessagesFailed),
            MessagesResent = Volatile.Read(ref counters.MessagesResent),
            MessagesPending = Volatile.Read(ref counters.Pending),
            MessagesRetained = Volatile.Read(ref counters.Retained),
            DuplicatesDropped = Volatile.Read(ref counters.DuplicatesDropped),
            GapCount = Volatile.Read(ref counters.Gaps),
            FailoverCount = Volatile.Read(ref counters.Failovers),
            LastFailover = _lastFailover,
            EventsDropped = eventsDropped,
            Uptime = connectedSince == Instant.Never ? TimeSpan.Zero : clock() - connectedSince,
        };
    }

    // The connection to a relay that the list does not name any more is shown as long as there is one; the relay is not.
    private static bool IsListed(RelayView relay) => !relay.IsRemoved;

    private static RelayInfo Describe(RelayView relay, Instant now) => new()
    {
        Endpoint = relay.Endpoint,
        State = relay.Phase.ToRelayState(),
        IsHealthy = relay.IsHealthy,
        IsBarred = relay.IsBarred,
        IsPublishing = relay.IsPublishing,
        IsInSet = relay.InSet,
        Quality = RelayQuality.Score(relay, now),
        Latency = relay.SmoothedRtt,
        Jitter = relay.RttVariation,
        SuspectedFor = relay.SuspectedAt == Instant.Never ? null : now - relay.SuspectedAt,
        Penalty = relay.Penalty,
        Load = relay.LoadPerMille / 1000.0,
        Durability = relay.Durability,
        FailedConnects = relay.FailedDials,
        LastCloseReason = relay.LastCloseReason,
        LastCloseDetail = relay.LastCloseDetail,
    };

    private static RelayConnectionInfo DescribeConnection(RelayView relay, Instant now) => new()
    {
        Number = relay.Connection,
        Endpoint = relay.Endpoint,
        State = relay.Phase.ToRelayState(),
        IsPublishing = relay.IsPublishing,
        Latency = relay.SmoothedRtt,
        OpenFor = now - relay.OpenedAt,
        MessagesInFlight = relay.InFlightMessages,
    };

    private static TimeSpan AverageLatency(IReadOnlyList<RelayView> relays)
    {
        var mean = relays.Where(relay => relay.Phase.IsOpen()).Average(relay => relay.SmoothedRtt?.Ticks);
        return TimeSpan.FromTicks((long)(mean ?? 0));
    }
}
