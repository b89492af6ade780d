using System.Collections.Concurrent;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Events;
using SolConnect.Relay.Monitoring.HealthChecks;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// Watches: measures the relays by what the machine and the checks say about them, and turns that into snapshots for people,
/// screens and balancers. It reports ejections and alerts, and decides nothing about traffic. The session loop writes, any
/// thread reads; what it reads is immutable.
/// </summary>
internal sealed class ConnectionMonitor
{
    private readonly SessionCounters _counters;
    private readonly Func<Instant> _clock;
    private readonly int _maxRetries;
    private readonly AlertLimits _limits;
    private readonly Action<SessionEvent> _report;
    private readonly Ejections _ejections;
    private readonly Dictionary<(string Id, Uri Url), RelayRecord> _records = [];
    private volatile RelaySnapshot[] _relays = [];

    // Most transports know no relay outside of their set, and so check none.
    private ConcurrentQueue<HealthCheckResult>? _checked;
    private volatile FailoverCompletedEventArgs? _lastFailover;
    private long _connectedSince = Instant.Never.Ticks;

    /// <param name="report">Takes ejections and alerts, on the session loop.</param>
    public ConnectionMonitor(
        SessionCounters counters, Func<Instant> clock, int maxRetries = 3, AlertLimits? limits = null,
        Action<SessionEvent>? report = null)
    {
        (_counters, _clock, _maxRetries) = (counters, clock, maxRetries);
        _limits = limits ?? AlertLimits.Default;
        _report = report ?? (static _ => { });
        _ejections = new(maxRetries, Report);
    }

    /// <summary>Changes whenever a relay is ejected or returns. Session loop only.</summary>
    public long EjectionsVersion { get; private set; }

    /// <summary>Whether checks have ended that <see cref="Update"/> has not seen.</summary>
    public bool HasNews => Volatile.Read(ref _checked) is { IsEmpty: false };

    /// <summary>Every known relay with its measurements, in the order of the list.</summary>
    public IReadOnlyList<RelaySnapshot> Relays => _relays;

    /// <summary>A relay was checked. Any thread; the session loop looks at it when it runs next.</summary>
    public void Checked(HealthCheckResult result) =>
        LazyInitializer.EnsureInitialized(ref _checked).Enqueue(result);

    /// <summary>Session loop: takes the machine's latest view and what was checked, and reports what follows.</summary>
    public void Update(IReadOnlyList<RelayView> relays)
    {
        var now = _clock();
        Observe(relays, now);
        while (_checked is { } ended && ended.TryDequeue(out var result))
        {
            if (_records.TryGetValue(KeyOf(result.Relay), out var record) && record.View.Phase == ConnectionPhase.Gone)
            {
                record.Checked(result, now);
            }
        }

        // First, so that whoever hears of an ejection and looks sees what it rests on; then again with the ejections in it.
        Publish(relays, now);
        _ejections.Review(_records.Values, now);
        Publish(relays, now);
        foreach (var relay in _relays)
        {
            var record = _records[KeyOf(relay.View.Endpoint)];
            record.Alerts.Step(relay, record.TellingErrorRateAt(now), RelayQuality.Score(relay, now), _limits, now, Report);
        }
    }

    /// <summary>Session loop: keeps what a snapshot tells about the past.</summary>
    public void Observe(SessionEvent what)
    {
        switch (what)
        {
            case SessionEvent.StateChanged { New: TransportState.Connected }:
                Interlocked.CompareExchange(ref _connectedSince, _clock().Ticks, Instant.Never.Ticks);
                break;
            case SessionEvent.FailoverCompleted failover when failover.Reason.IsUnplanned():
                _lastFailover = failover.ToEventArgs();
                break;
            case SessionEvent.RelayOpened opened:
                Find(opened.Relay)?.TellOpened();
                break;
            case SessionEvent.RelayClosed { Reason: not (CloseReason.Requested or CloseReason.GoAway) } closed:
                Find(closed.Relay)?.Failed(_clock());
                break;
            case SessionEvent.HealthChanged health:
                Tell(health.Relay, health.Healthy ? null : RelayHealth.Failing);
                break;
            case SessionEvent.TrustChanged trust:
                Tell(trust.Relay, trust.IsTrusted ? null : RelayHealth.Suspected);
                break;
            case SessionEvent.EjectionChanged ejection:
                EjectionsVersion++;
                Tell(ejection.Relay, ejection.IsEjected ? RelayHealth.Ejected : null);
                break;
        }
    }

    /// <summary>
    /// Session loop: a relay's health before and after the last event about it that was <see cref="Observe(SessionEvent)"/>d.
    /// </summary>
    public (RelayHealth Before, RelayHealth After) ChangeOf(RelayEndpoint relay) => Find(relay)?.Told ?? default;

    /// <summary>Every known relay, in the order of the list.</summary>
    public IReadOnlyList<RelayInfo> GetRelays()
    {
        var now = _clock();
        return [.. _relays.Where(IsListed).Select(relay => RelayDescriptions.Describe(relay, now))];
    }

    /// <summary>The open connections, in the order of the list; at the end those to relays that are being left.</summary>
    public IReadOnlyList<RelayConnectionInfo> GetConnections()
    {
        var now = _clock();
        return
        [
            .. _relays.Where(relay => relay.View.Phase.IsOpen())
                .Select(relay => RelayDescriptions.DescribeConnection(relay.View, now)),
        ];
    }

    /// <param name="eventsDropped">The dispatcher's count.</param>
    public RelayMetrics GetMetrics(long eventsDropped)
    {
        var relays = _relays;
        var (listed, healthy, ejected, open, measured, roundTrips) = (0, 0, 0, 0, 0, 0L);
        foreach (var relay in relays)
        {
            listed += IsListed(relay) ? 1 : 0;
            healthy += IsListed(relay) && relay.IsHealthy ? 1 : 0;
            ejected += IsListed(relay) && relay.IsEjected ? 1 : 0;
            open += relay.View.Phase.IsOpen() ? 1 : 0;
            if (relay.View is { SmoothedRtt: { } roundTrip } && relay.View.Phase.IsOpen())
            {
                measured++;
                roundTrips += roundTrip.Ticks;
            }
        }

        var connectedSince = new Instant(Volatile.Read(ref _connectedSince));
        var oldestPendingAt = new Instant(Volatile.Read(ref _counters.OldestPendingAt));
        return new()
        {
            TotalRelays = listed,
            HealthyRelays = healthy,
            EjectedRelays = ejected,
            ActiveConnections = open,
            AverageLatency = new(measured == 0 ? 0 : roundTrips / measured),
            TotalMessagesSent = Volatile.Read(ref _counters.MessagesSent),
            TotalMessagesReceived = Volatile.Read(ref _counters.MessagesReceived),
            TotalMessagesFailed = Volatile.Read(ref _counters.MessagesFailed),
            MessagesResent = Volatile.Read(ref _counters.MessagesResent),
            MessagesHedged = Volatile.Read(ref _counters.MessagesHedged),
            MessagesPending = Volatile.Read(ref _counters.Pending),
            OldestPendingFor = oldestPendingAt == Instant.Never ? null : Age(oldestPendingAt),
            MessagesRetained = Volatile.Read(ref _counters.Retained),
            DuplicatesDropped = Volatile.Read(ref _counters.DuplicatesDropped),
            GapCount = Volatile.Read(ref _counters.Gaps),
            BytesSent = Volatile.Read(ref _counters.BytesSent),
            BytesReceived = Volatile.Read(ref _counters.BytesReceived),
            FailoverCount = Volatile.Read(ref _counters.Failovers),
            LastFailover = _lastFailover,
            EventsDropped = eventsDropped,
            Uptime = connectedSince == Instant.Never ? TimeSpan.Zero : _clock() - connectedSince,
        };
    }

    // Another thread may have accepted it a moment after our clock was read.
    private TimeSpan Age(Instant at) => Instant.Later(_clock(), at) - at;

    // The connection to a relay that the list does not name any more is shown as long as there is one; the relay is not.
    private static bool IsListed(RelaySnapshot relay) => !relay.View.IsRemoved;

    // A relay whose address changed is two for a while: the one that is left, and the one that is come to.
    private static (string Id, Uri Url) KeyOf(RelayEndpoint relay) => (relay.Id, relay.Url);

    private void Observe(IReadOnlyList<RelayView> relays, Instant now)
    {
        foreach (var view in relays)
        {
            if (!_records.TryGetValue(KeyOf(view.Endpoint), out var record))
            {
                _records.Add(KeyOf(view.Endpoint), record = new(view));
            }

            record.Observe(view, now);
        }

        if (_records.Count > relays.Count)
        {
            var known = relays.Select(view => KeyOf(view.Endpoint)).ToHashSet();
            foreach (var gone in _records.Keys.Where(key => !known.Contains(key)).ToList())
            {
                _records.Remove(gone);
            }
        }
    }

    private void Publish(IReadOnlyList<RelayView> relays, Instant now)
    {
        var snapshots = new RelaySnapshot[relays.Count];
        for (var index = 0; index < snapshots.Length; index++)
        {
            snapshots[index] = _records[KeyOf(relays[index].Endpoint)].ToSnapshot(_maxRetries, now);
        }

        _relays = snapshots;
    }

    private void Report(SessionEvent what)
    {
        Observe(what);
        _report(what);
    }

    // What else speaks against the relay stands as well: one that answers again may still be ejected.
    private void Tell(RelayEndpoint relay, RelayHealth? told)
    {
        if (Find(relay) is { } record)
        {
            var rest = record.HealthAfter(_maxRetries);
            var after = told ?? RelayHealth.Healthy;
            record.Tell(after > rest ? after : rest);
        }
    }

    private RelayRecord? Find(RelayEndpoint relay) => _records.GetValueOrDefault(KeyOf(relay));
}
