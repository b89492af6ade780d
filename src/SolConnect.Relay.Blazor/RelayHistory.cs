using SolConnect.Relay.Blazor.Model;

namespace SolConnect.Relay.Blazor;

/// <summary>
/// Remembers what happened to a transport since this object was made: its failovers, outages, alerts and gaps, and how its
/// relays' latency went. <see cref="RelayStatus"/> makes one of its own while it is on the screen; a program that wants to
/// show what happened before that makes one beside its transport and hands it over. Every member may be called from any
/// thread.
/// </summary>
public sealed class RelayHistory : IDisposable
{
    /// <summary>Entries that are kept; older ones are forgotten.</summary>
    public const int MaxEntries = 50;

    /// <summary>Latencies that are kept for each relay.</summary>
    public const int MaxSamples = 90;

    /// <summary>Between two samples of the latency: 2 s, so that <see cref="MaxSamples"/> cover three minutes.</summary>
    public static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly LatencyLog _latencies = new(MaxSamples);
    private readonly EntryLog _entries;
    private readonly RelayWebSocketTransport? _relays;
    private readonly ITimer? _sampling;
    private string? _stateReason;

    /// <summary>Begins to remember.</summary>
    /// <param name="transport">One that is no <see cref="RelayWebSocketTransport"/> has states, but no relays.</param>
    /// <param name="timeProvider">Tells and measures time; <c>null</c> takes <see cref="TimeProvider.System"/>.</param>
    public RelayHistory(IMessageTransport transport, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        timeProvider ??= TimeProvider.System;
        Transport = transport;
        _entries = new(MaxEntries, timeProvider);
        _relays = transport as RelayWebSocketTransport;
        transport.StateChanged += Note;
        if (_relays is { Manager: var manager })
        {
            manager.PrimaryConnected += Note;
            manager.FailoverStarted += Note;
            manager.FailoverCompleted += Note;
            manager.AlertRaised += Note;
            manager.GapDetected += Note;
            _sampling = timeProvider.CreateTimer(_ => Sample(), null, TimeSpan.Zero, SampleInterval);
        }
    }

    /// <summary>The transport whose history this is.</summary>
    public IMessageTransport Transport { get; }

    /// <summary>What happened, newest first.</summary>
    public IReadOnlyList<HistoryEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return _entries.Newest;
            }
        }
    }

    /// <summary>Why the transport's state last changed; <c>null</c> when it has not changed since.</summary>
    public string? StateReason
    {
        get
        {
            lock (_lock)
            {
                return _stateReason;
            }
        }
    }

    /// <summary>
    /// The failover that has begun and not ended, as "from red: silent: …"; <c>null</c>: there is none. Other relays carry the
    /// messages meanwhile.
    /// </summary>
    public string? OngoingFailover
    {
        get
        {
            lock (_lock)
            {
                return _entries.Ongoing;
            }
        }
    }

    /// <summary>
    /// A relay's latencies, one every <see cref="SampleInterval"/>, oldest first; <c>null</c> while it was not open. Empty for
    /// a relay that is not known.
    /// </summary>
    public IReadOnlyList<TimeSpan?> LatenciesOf(string relayId)
    {
        lock (_lock)
        {
            return _latencies.Of(relayId);
        }
    }

    /// <summary>Stops to listen. What is remembered can still be read. Disposing again does nothing.</summary>
    public void Dispose()
    {
        _sampling?.Dispose();
        Transport.StateChanged -= Note;
        if (_relays is { Manager: var manager })
        {
            manager.PrimaryConnected -= Note;
            manager.FailoverStarted -= Note;
            manager.FailoverCompleted -= Note;
            manager.AlertRaised -= Note;
            manager.GapDetected -= Note;
        }
    }

    private void Sample()
    {
        var relays = _relays!.GetAvailableRelays();
        lock (_lock)
        {
            _latencies.Sample(relays);
        }
    }

    private void Note(object? sender, TransportStateChangedEventArgs change)
    {
        lock (_lock)
        {
            _stateReason = change.Reason;
            _entries.Add(change);
        }
    }

    private void Note(object? sender, PrimaryConnectedEventArgs first)
    {
        lock (_lock)
        {
            _entries.Add(first);
        }
    }

    private void Note(object? sender, FailoverStartedEventArgs started)
    {
        lock (_lock)
        {
            _entries.Add(started);
        }
    }

    private void Note(object? sender, FailoverCompletedEventArgs failover)
    {
        lock (_lock)
        {
            _entries.Add(failover);
        }
    }

    private void Note(object? sender, AlertRaisedEventArgs alert)
    {
        lock (_lock)
        {
            _entries.Add(alert);
        }
    }

    private void Note(object? sender, GapDetectedEventArgs gap)
    {
        lock (_lock)
        {
            _entries.Add(gap);
        }
    }
}
