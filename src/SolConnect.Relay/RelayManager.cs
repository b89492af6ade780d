using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Discovery;
using SolConnect.Relay.Events;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay;

/// <summary>
/// Manages a transport's relays: connects and disconnects, tells what happens as events, and gives snapshots of the
/// moment. Obtained from <see cref="RelayWebSocketTransport.Manager"/>. Every member may be called from any thread.
/// </summary>
/// <remarks>
/// Events are raised in the order in which things happened, one at a time, on a thread of the library's own. A handler
/// that throws is logged and disturbs nobody; one that blocks delays later events and nothing else. After the transport
/// is disposed no handler is called.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Its transport disposes it, through an internal method.")]
public sealed class RelayManager
{
    private readonly object _transport;
    private readonly RelayOptions _options;
    private readonly EventDispatcher _events;
    private readonly TransportStatus _status;
    private readonly SharedParts _parts;
    private readonly RelayDiscovery _discovery;
    private readonly TransportSessions _sessions;
    private IReadOnlyList<RelayEndpoint> _announced = [];

    internal RelayManager(
        object transport, RelayOptions options, ILoggerFactory loggerFactory, IWebSocketDialer? dialer = null)
    {
        var logger = new GuardedLogger(loggerFactory.CreateLogger("SolConnect.Relay"));
        _transport = transport;
        _options = RelayOptionsValidator.Accept(options);
        var clock = new SessionClock(_options.TimeProvider);
        _events = new(logger, _options.TimeProvider, _options.DrainTimeout);
        _status = new(logger, changed => _events.Post(nameof(StateChanged), StateChanged, _transport, changed));
        _discovery = new(_options, logger, TakeDiscovered, ReportDirectory);
        dialer = TracingDialer.Wrap(
            dialer ?? _options.DialerFactory?.Invoke(_options) ?? _options.ToDialer(_discovery.Rules.MayDial), _options, loggerFactory);
        _parts = new(
            _options, new([.. _options.Relays]), new ProducerId(Guid.NewGuid()), clock, dialer,
            new(_options.ToLoadBalancer(), _options, logger), _status,
            new(_status, logger, clock, Raise));
        _sessions = new(_parts, _discovery, _events, AnnounceRelays);
    }

    /// <summary>The transport's own event, raised with the transport as its sender.</summary>
    internal event EventHandler<TransportStateChangedEventArgs>? StateChanged;

    /// <summary>
    /// A relay became the primary without another one failing: the first, or the first after an outage.
    /// </summary>
    public event EventHandler<PrimaryConnectedEventArgs>? PrimaryConnected;

    /// <summary>The primary failed or is suspected.</summary>
    public event EventHandler<FailoverStartedEventArgs>? FailoverStarted;

    /// <summary>Another relay is the primary, with the times that it took.</summary>
    public event EventHandler<FailoverCompletedEventArgs>? FailoverCompleted;

    /// <summary>A relay was added to those that may be used.</summary>
    public event EventHandler<RelayDiscoveredEventArgs>? RelayDiscovered;

    /// <summary>A relay was removed from those that may be used.</summary>
    public event EventHandler<RelayRemovedEventArgs>? RelayRemoved;

    /// <summary>A relay became healthy or unhealthy, was ejected or returned; with before, after and why.</summary>
    public event EventHandler<RelayHealthChangedEventArgs>? RelayHealthChanged;

    /// <summary>A connection, or an attempt at one, ended.</summary>
    public event EventHandler<ConnectionClosedEventArgs>? ConnectionClosed;

    /// <summary>Something needs a person's attention; where it rests on a measurement, also that it does so no longer.</summary>
    public event EventHandler<AlertRaisedEventArgs>? AlertRaised;

    /// <summary>
    /// A relay told where it reads a subscription's topic: once for each relay and connection, and again when retention
    /// has overtaken a slow subscription.
    /// </summary>
    public event EventHandler<SubscriptionConfirmedEventArgs>? SubscriptionConfirmed;

    /// <summary>A subscription gave up on messages that are known to have existed.</summary>
    public event EventHandler<GapDetectedEventArgs>? GapDetected;

    /// <summary>
    /// Makes another relay the primary, and returns once it is. Make before break: messages go to both until the new one
    /// has acknowledged, so no send waits for the move. The relay stays the primary until it fails, whatever the strategy
    /// says. Asking for the present primary keeps it there.
    /// </summary>
    /// <param name="relayId">A relay of the set that is open and answers; <see cref="RelayInfo.IsInSet"/>.</param>
    /// <param name="cancellationToken">Ends the wait, not the move.</param>
    /// <exception cref="ArgumentException">No known relay has this id.</exception>
    /// <exception cref="InvalidOperationException">
    /// The transport is not connected; or the relay does not belong to the set, is not open, does not answer, or stopped to
    /// answer before it could take over; or another switch is under way. The primary is as before.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    /// <exception cref="TransportFaultedException">The transport has ended on an error.</exception>
    public Task SwitchToAsync(string relayId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(relayId);
        if (!_parts.Relays.Names(relayId))
        {
            throw new ArgumentException($"There is no relay '{relayId}' among the relays of this transport.", nameof(relayId));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return _sessions.Current().SwitchToAsync(relayId, cancellationToken);
    }

    /// <summary>
    /// Looks at every known relay now, by one short connection each (handshake, Hello, Welcome, goodbye), at most four at a
    /// time, and returns what came of it. No traffic moves and no connection closes because of it. May be called while
    /// <c>HealthChecks</c> is off, and while no relay is open.
    /// </summary>
    /// <remarks>
    /// About a relay outside of the set it counts as a health check: <see cref="RelayInfo"/> tells of it, and a failure counts
    /// towards <c>MaxRetries</c>. About one of the set it is only returned: what its connection tells says more.
    /// </remarks>
    /// <param name="cancellationToken">Ends the checks that are under way.</param>
    /// <returns>One for each relay, in the order of the list, each after at most <c>ConnectionTimeout</c> and 2 s.</returns>
    /// <exception cref="InvalidOperationException">The transport is not connected, or was disconnected meanwhile.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    /// <exception cref="TransportFaultedException">The transport has ended on an error.</exception>
    public async Task<IReadOnlyList<RelayCheck>> CheckRelaysAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var results = await _sessions.Current().CheckRelaysAsync(cancellationToken).ConfigureAwait(false);
        return [.. results.Select(static result => result.ToCheck())];
    }

    /// <summary>
    /// The strategy's last ranking with its reasons: who could be chosen, what each was worth, who is first and why. The
    /// first one need not be the primary: a failover uses the last ranking, and a better relay waits until it has been
    /// steady for 30 s. <c>null</c> before the first <c>ConnectAsync</c>.
    /// </summary>
    public RelayDecision? ExplainSelection() => _parts.Ranking.LastDecision;

    /// <summary>Why the transport is in its state, for people; the last <c>StateChanged</c> said the same.</summary>
    public string StateReason => _status.Reason;

    internal TransportState State => _status.State;

    internal ProducerId Producer => _parts.Producer;

    internal Task ConnectAsync(CancellationToken cancellationToken) => _sessions.ConnectAsync(cancellationToken);

    internal ValueTask<DeliveryReceipt> SendAsync(
        string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        SendArguments.CheckTopic(topic);
        SendArguments.CheckPayload(payload, _options.MaxMessageBytes);
        return _sessions.Current().SendAsync(topic, payload, cancellationToken);
    }

    internal ValueTask<IMessageSubscription> SubscribeAsync(
        string topic, SubscriptionOptions? options, CancellationToken cancellationToken)
    {
        SendArguments.CheckTopic(topic);
        options ??= new();
        SendArguments.CheckSubscription(topic, options);
        cancellationToken.ThrowIfCancellationRequested();
        return _sessions.Current().SubscribeAsync(topic, options, cancellationToken);
    }

    internal Task DisconnectAsync(CancellationToken cancellationToken) => _sessions.DisconnectAsync(cancellationToken);

    internal Task DisposeAsync() => _sessions.DisposeAsync();

    /// <summary>Goes on with another relay list; see <see cref="FailoverManager.ChangeRelays"/>.</summary>
    internal void ChangeRelays(IReadOnlyList<RelayEndpoint> relays) => _sessions.ChangeRelays(relays);

    /// <summary>The options name other relays now. They are valid.</summary>
    internal void Configure(IEnumerable<RelayEndpoint> relays) => _discovery.Configure(relays);

    internal RelayMetrics GetMetrics() => _sessions.GetMetrics();

    internal IReadOnlyList<RelayInfo> GetRelays() => _sessions.Monitor.GetRelays();

    internal IReadOnlyList<RelayConnectionInfo> GetConnections() => _sessions.Monitor.GetConnections();

    // The sink of discovery. A list that cannot be used leaves the last one standing.
    private void TakeDiscovered(IReadOnlyList<RelayEndpoint> relays)
    {
        try
        {
            ChangeRelays(relays);
        }
        catch (RelayOptionsException refused)
        {
            _parts.Reporter.Report(new SessionEvent.Alert(AlertKind.RelayListRefused, Relay: null, refused.Message));
        }
        catch (Exception over) when (over is ObjectDisposedException or TransportFaultedException or RelayAuthenticationException)
        {
            // The transport has ended meanwhile.
        }
    }

    private void ReportDirectory(string detail) =>
        _parts.Reporter.Report(new SessionEvent.Alert(AlertKind.DirectoryFailed, Relay: null, detail));

    // What has changed since relays were last announced: a running session does that itself.
    private void AnnounceRelays()
    {
        var now = _parts.Relays.Current;
        foreach (var removed in RelayList.NotIn(_announced, now))
        {
            Raise(new SessionEvent.RelayRemoved(removed));
        }

        foreach (var added in RelayList.NotIn(now, _announced))
        {
            Raise(new SessionEvent.RelayDiscovered(added));
        }
    }

    // On the session loop, right after the monitor has heard of the change.
    private void RaiseHealth(RelayEndpoint relay, string reason)
    {
        var (before, after) = _sessions.Monitor.ChangeOf(relay);
        _events.Post(nameof(RelayHealthChanged), RelayHealthChanged, this, new(relay, before, after, reason));
    }

    private void Raise(SessionEvent what)
    {
        switch (what)
        {
            case SessionEvent.RelayDiscovered discovered:
                _announced = [.. _announced, discovered.Relay];
                _events.Post(nameof(RelayDiscovered), RelayDiscovered, this, discovered.ToEventArgs());
                break;
            case SessionEvent.RelayRemoved removed:
                _announced = [.. _announced.Where(relay => relay.Id != removed.Relay.Id)];
                _events.Post(nameof(RelayRemoved), RelayRemoved, this, removed.ToEventArgs());
                break;
            case SessionEvent.PrimaryConnected primary:
                _events.Post(nameof(PrimaryConnected), PrimaryConnected, this, primary.ToEventArgs());
                break;
            case SessionEvent.FailoverStarted started:
                _events.Post(nameof(FailoverStarted), FailoverStarted, this, started.ToEventArgs());
                break;
            case SessionEvent.FailoverCompleted completed:
                _events.Post(nameof(FailoverCompleted), FailoverCompleted, this, completed.ToEventArgs());
                break;
            case SessionEvent.HealthChanged health:
                RaiseHealth(health.Relay, health.Reason);
                break;
            case SessionEvent.TrustChanged trust:
                RaiseHealth(trust.Relay, trust.Reason);
                break;
            case SessionEvent.EjectionChanged ejection:
                RaiseHealth(ejection.Relay, ejection.Reason);
                break;
            case SessionEvent.RelayClosed closed:
                _events.Post(nameof(ConnectionClosed), ConnectionClosed, this, closed.ToEventArgs());
                break;
            case SessionEvent.PeersAnnounced peers:
                _discovery.Announce(peers.Relay, peers.Alternates);
                break;
            case SessionEvent.Alert alert:
                _events.Post(nameof(AlertRaised), AlertRaised, this, alert.ToEventArgs());
                break;
            case SessionEvent.SubscriptionConfirmed confirmed:
                _events.Post(nameof(SubscriptionConfirmed), SubscriptionConfirmed, this, confirmed.ToEventArgs());
                break;
            case SessionEvent.GapDetected gap:
                _events.Post(nameof(GapDetected), GapDetected, this, gap.ToEventArgs());
                break;
            default:
                break; // The others are for the log.
        }
    }
}
