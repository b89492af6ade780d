using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Discovery;
using SolConnect.Relay.Events;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Failover;

/// <summary>
/// The sessions of one transport, one at a time: begins them, ends them, and always has the next one ready. Any thread.
/// </summary>
/// <param name="announceRelays">Is called before a session runs, which may have news of its own.</param>
internal sealed class TransportSessions(
    SharedParts parts, RelayDiscovery discovery, EventDispatcher events, Action announceRelays)
{
    private readonly Lock _lock = new();
    private readonly RelayOptions _options = parts.Options;
    private readonly TransportStatus _status = parts.Status;

    // The running session, or the next one, which waits for ConnectAsync.
    private volatile FailoverManager _session = new(parts, generation: 1);
    private MetricsHistory _history = MetricsHistory.Empty;
    private long _generation = 1;
    private Task? _disconnecting;
    private Task? _disposing;

    /// <summary>What is known of the relays.</summary>
    public ConnectionMonitor Monitor => _session.Monitor;

    /// <summary>The session that takes sends and subscriptions now.</summary>
    public FailoverManager Current()
    {
        // Read before the state: a session that waits for ConnectAsync is refused by the state.
        var session = _session;
        return _status.IsAccepting ? session : throw _status.NotConnected();
    }

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _status.ThrowIfOver();
        var began = parts.Clock.Now;
        if (discovery.IsActive)
        {
            await discovery.StartAsync(_options.ConnectionTimeout, cancellationToken).ConfigureAwait(false);
        }

        Task? whenOpen = null;
        while (whenOpen is null)
        {
            Task disconnecting;
            lock (_lock)
            {
                _status.ThrowIfOver();
                if (_disconnecting is null)
                {
                    whenOpen = StartOnce();
                    break;
                }

                disconnecting = _disconnecting;
            }

            await disconnecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            var spent = parts.Clock.Now - began;
            var left = spent < _options.ConnectionTimeout ? _options.ConnectionTimeout - spent : TimeSpan.Zero;
            await whenOpen.WaitAsync(left, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new RelayConnectException(RelayErrorCode.ConnectTimeout, DescribeFailure());
        }
    }

    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        await discovery.StopAsync().ConfigureAwait(false);
        Task disconnecting;
        lock (_lock)
        {
            _status.ThrowIfOver();
            if (_disconnecting is null && _status.State == TransportState.Disconnected)
            {
                return;
            }

            _status.BeginEnd();
            disconnecting = _disconnecting ??= Task.Run(() => EndSessionAsync(_session), CancellationToken.None);
        }

        await disconnecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        _status.ThrowIfOver();
    }

    /// <summary>Ends the transport: no session after this one, and no event once it returns.</summary>
    public Task DisposeAsync()
    {
        lock (_lock)
        {
            return _disposing ??= DisposeOnceAsync(isRunning: _status.State != TransportState.Disconnected);
        }
    }

    /// <summary>Goes on with another relay list; see <see cref="FailoverManager.ChangeRelays"/>.</summary>
    public void ChangeRelays(IReadOnlyList<RelayEndpoint> relays)
    {
        lock (_lock)
        {
            _status.ThrowIfOver();
            _session.ChangeRelays(relays);
            if (_status.State == TransportState.Disconnected)
            {
                _session = new(parts, _generation); // Nothing has begun, so there is nothing to go over from.
            }
        }
    }

    /// <summary>The totals of all sessions, and the running one's state.</summary>
    public RelayMetrics GetMetrics()
    {
        lock (_lock)
        {
            var session = _session.Monitor.GetMetrics(events.Dropped);
            session = session with { MessagesPending = session.MessagesPending + _session.WaitingSends };
            return _history.AddTo(session, parts.Clock.Now);
        }
    }

    private Task StartOnce()
    {
        if (_status.State == TransportState.Disconnected)
        {
            _status.BeginSession(); // First: what the session reports before it would be overwritten.
            announceRelays();
            _session.Start();
        }

        return _status.WhenOpen;
    }

    private async Task EndSessionAsync(FailoverManager session)
    {
        await session.StopAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _history = MetricsHistory.Of(GetMetrics(), parts.Clock.Now);
            _status.EndSession();
            _session = new(parts, ++_generation);
            _disconnecting = null;
        }
    }

    private async Task DisposeOnceAsync(bool isRunning)
    {
        _status.Close();
        await discovery.StopAsync().ConfigureAwait(false);
        if (_disconnecting is { } disconnecting)
        {
            await disconnecting.ConfigureAwait(false);
        }
        else if (isRunning)
        {
            await _session.StopAsync().ConfigureAwait(false);
        }

        await events.DisposeAsync().ConfigureAwait(false);
    }

    private string DescribeFailure()
    {
        var relays = Monitor.GetRelays().Select(static relay =>
            $"'{relay.Endpoint.Id}' ({relay.Endpoint.Url.GetLeftPart(UriPartial.Path)}): " +
            (relay.LastCloseDetail ?? "no answer yet."));
        return $"No relay welcomed the transport within ConnectionTimeout ({_options.ConnectionTimeout}). " +
            $"{string.Join(" ", relays)} Dialling goes on; DisconnectAsync ends it.";
    }
}
