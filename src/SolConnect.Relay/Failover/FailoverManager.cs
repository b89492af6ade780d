using SolConnect.Relay.Connections;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Monitoring.HealthChecks;
using SolConnect.Relay.Subscriptions;

namespace SolConnect.Relay.Failover;

/// <summary>
/// Drives one session, from connecting to disconnecting: the way in for sends and subscriptions, the loop around the
/// machine, and the orderly end. What failover means is decided by the machine.
/// </summary>
internal sealed class FailoverManager : ILiveSession
{
    // A strategy that takes longer must not keep us from connecting: then the order of the list stands for a while.
    private static readonly TimeSpan FirstRankingTime = TimeSpan.FromMilliseconds(100);

    private readonly SharedParts _parts;
    private readonly SessionInbox _inbox;
    private readonly OutboxGate _gate;
    private readonly PendingSendPool _sends;
    private readonly OpenSubscriptions _subscriptions;
    private readonly ConnectionPool _connections;
    private readonly SessionEffects _effects;
    private readonly SessionLoop _loop;
    private readonly RankingLoop _ranking;
    private readonly HealthCheckLoop _checks;
    private readonly MessageTelemetry _telemetry;
    private readonly SessionCounters _counters;
    private readonly CounterPublisher _publisher;
    private PendingSwitch? _switch;
    private Task _running = Task.CompletedTask;
    private Task _rankingTask = Task.CompletedTask;
    private Task _checking = Task.CompletedTask;

    public FailoverManager(SharedParts parts, long generation)
    {
        var (options, clock) = (parts.Options, parts.Clock);
        _parts = parts;
        var session = new RelaySession(
            options.ToSessionOptions(), parts.Relays.Current, parts.Producer, generation,
            (ulong)Random.Shared.NextInt64());
        _counters = session.Counters;
        _publisher = new(_counters);
        _telemetry = new(clock, options.TopicInMetrics);
        Monitor = new(
            _counters, () => clock.Now, options.MaxRetries, AlertLimits.Of(options), parts.Reporter.Report);
        Monitor.Update(session.DescribeRelays());
        _inbox = new(options.OutboxCapacity, options.MaxSubscriptions, RelayRoster.MaxNodes);
        _ = _inbox.Post(SessionInput.Start()); // Comes first, whoever sends while the loops are being started.
        _gate = new(OutboxLimits.Of(options), _inbox, ReportFull);
        _sends = new(options.OutboxCapacity, _telemetry);
        _subscriptions = new(options.MaxSubscriptions);
        _connections = new(
            parts.Dialer, _inbox, WireProtocol.MaxWebSocketMessageBytes(options.MaxReceiveMessageBytes),
            options.TimeProvider);
        _effects = new(_gate, _connections, _subscriptions, Monitor, parts.Reporter);
        _ranking = new(parts.Ranking, Monitor, _inbox);
        _checks = HealthCheckLoop.Of(parts, Monitor, _inbox);
        var predictions = new PredictiveSwitchover(options.PredictiveSwitchover, Monitor, _inbox);
        var views = new SessionViews(session, Monitor, _ranking, _checks, predictions, _publisher);
        _loop = new(session, _inbox, _gate, _connections, _effects, views, clock);
    }

    public ConnectionMonitor Monitor { get; }

    public string ClientName => _parts.Options.ClientName;

    public long Pending => Volatile.Read(ref _counters.Pending) + _gate.Entered + WaitingSends;

    public long Retained => Volatile.Read(ref _counters.Retained);

    /// <summary>Sends that wait for room in the outbox.</summary>
    public int WaitingSends => _gate.Waiting;

    private TimeProvider Time => _parts.Options.TimeProvider;

    public void Start()
    {
        // The loops outlive the call that starts them, so they must not keep its context: culture, activity, locals.
        using var noFlow = ExecutionContext.SuppressFlow();
        _rankingTask = Task.Run(_ranking.RunAsync);
        _checking = _parts.Options.HealthChecks ? Task.Run(_checks.RunAsync) : Task.CompletedTask;
        LiveSessions.Add(this);
        _running = Task.Run(RunAsync);
    }

    public ValueTask<DeliveryReceipt> SendAsync(
        string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var send = _sends.Rent();
        var now = _parts.Clock.Now;
        var activity = RelayActivities.StartSend(topic, payload.Length);
        send.Begin(
            topic, payload.Span, _parts.Clock.UnixMilliseconds(now), now, RelayActivities.HeadersFor(activity), activity);
        if (cancellationToken.CanBeCanceled)
        {
            send.Watch(_gate, cancellationToken);
        }

        var receipt = send.Task;
        _gate.Enter(send);
        return receipt;
    }

    public async ValueTask<IMessageSubscription> SubscribeAsync(
        string topic, SubscriptionOptions options, CancellationToken cancellationToken)
    {
        var subscription = new MessageSubscription(
            topic, options, options.OnGap ?? _parts.Options.OnGap, _parts.Options.MaxProducers, _inbox, _telemetry);
        _subscriptions.Add(subscription);
        if (!_inbox.Post(SessionInput.Subscribe(subscription)))
        {
            _subscriptions.End(subscription, new(SubscriptionEndKind.Stopped));
            throw _parts.Status.NotConnected();
        }

        try
        {
            await subscription.Confirmed.WaitAsync(
                _parts.Options.MessageTimeout, Time, cancellationToken).ConfigureAwait(false);
            return subscription;
        }
        catch (TimeoutException)
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw new SubscriptionRefusedException(
                RelayErrorCode.SubscribeTimeout, topic,
                $"No relay confirmed the subscription to '{topic}' within MessageTimeout ({_parts.Options.MessageTimeout}). " +
                "Another try may succeed; see GetAvailableRelays for what each relay is doing.");
        }
        catch (OperationCanceledException)
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Goes on with another relay list, by the rule for changing sets; a list that cannot be used is refused, and the last
    /// one stands. Any thread.
    /// </summary>
    /// <exception cref="RelayOptionsException">The list is empty, too long, names an id twice, or holds an unusable relay.</exception>
    public void ChangeRelays(IReadOnlyList<RelayEndpoint> relays)
    {
        // Copied first: what was validated is what is used, whatever the caller does meanwhile.
        RelayEndpoint[] copy = [.. relays];
        var violations = RelayOptionsRules.CheckList(copy, _parts.Options);
        if (violations.Count > 0)
        {
            throw new RelayOptionsException(violations, nameof(relays));
        }

        _parts.Relays.Current = copy;
        _inbox.PostRelays(copy);
    }

    /// <summary>One at a time: that is their share of the inbox.</summary>
    public async Task SwitchToAsync(string relayId, CancellationToken cancellationToken)
    {
        var (request, before) = (new PendingSwitch(relayId), Volatile.Read(ref _switch));
        if (before is { Done.IsCompleted: false } || Interlocked.CompareExchange(ref _switch, request, before) != before)
        {
            throw new InvalidOperationException("Another switch of the primary is under way. Wait for it, and try again.");
        }

        if (!_inbox.Post(SessionInput.SwitchTo(request)))
        {
            request.Settle("The transport is being disconnected.");
        }

        // A session that breaks settles nothing any more.
        await Task.WhenAny(request.Done, _running).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!request.Done.IsCompleted)
        {
            throw _parts.Status.NotConnected();
        }

        await request.Done.ConfigureAwait(false);
    }

    /// <summary>Looks at every known relay now; see <see cref="HealthCheckLoop.CheckNowAsync"/>. Any thread.</summary>
    public async Task<IReadOnlyList<HealthCheckResult>> CheckRelaysAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _checks.CheckNowAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw _parts.Status.NotConnected();
        }
    }

    /// <summary>
    /// Drains, stops and closes, and awaits everything that was started. All of it within <c>DrainTimeout</c>, of which
    /// the last part is kept for closing.
    /// </summary>
    public async Task StopAsync()
    {
        var budget = new DrainBudget(_parts.Options.DrainTimeout, _parts.Clock);
        await DrainAsync(budget).ConfigureAwait(false);
        _gate.EndWaiters(SendErrors.Stopped);
        _ = _inbox.Post(SessionInput.Stop());
        await _running.ConfigureAwait(false);
        _sends.Close();
        await _connections.CloseAllAsync(budget.LeftForClosing).ConfigureAwait(false);
        _ranking.Stop();
        await _checks.StopAsync().ConfigureAwait(false);
        _ = await Task.WhenAll(_rankingTask, _checking).EndsWithinAsync(budget.LeftForClosing, Time).ConfigureAwait(false);
    }

    private async Task DrainAsync(DrainBudget budget)
    {
        var noneWaits = _gate.CloseAsync(_parts.Status.NotConnected);
        if (await noneWaits.EndsWithinAsync(budget.LeftForDraining, Time).ConfigureAwait(false) &&
            _inbox.Post(SessionInput.Drain()))
        {
            // The loop may end before it has drained.
            var ended = Task.WhenAny(_effects.Drained, _running);
            _ = await ended.EndsWithinAsync(budget.LeftForDraining, Time).ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            var isRanked = await _ranking.First.EndsWithinAsync(FirstRankingTime, Time).ConfigureAwait(false);
            await _loop.RunAsync(isRanked ? await _ranking.First.ConfigureAwait(false) : null).ConfigureAwait(false);
            _subscriptions.EndAll(static subscription => subscription.End(new(SubscriptionEndKind.Stopped)));
            _gate.EndEntered(SendErrors.Stopped);
        }
        catch (Exception cause)
        {
            // A broken machine must not go on: everybody who waits gets the cause, and later calls too.
            var fault = _parts.Status.Fault(cause);
            _ = _gate.CloseAsync(_parts.Status.NotConnected);
            _gate.EndWaiters(send => SendErrors.Faulted(send, cause));
            _gate.EndEntered(send => SendErrors.Faulted(send, cause));
            _subscriptions.EndAll(subscription => subscription.Fault(fault));
            await _checks.StopAsync().ConfigureAwait(false);
            await _connections.CloseAllAsync(DrainBudget.Closing).ConfigureAwait(false);
        }
        finally
        {
            LiveSessions.Remove(this);
            Listeners.Tell(_publisher, static publisher => publisher.Publish());
        }
    }

    private void ReportFull() => _parts.Reporter.Report(new SessionEvent.Alert(
        AlertKind.OutboxFull, Relay: null,
        $"The outbox is full ({_parts.Options.OutboxCapacity} messages or {_parts.Options.OutboxBytes} bytes). " +
        (_parts.Options.OutboxFullMode == OutboxFullMode.Wait ? "Senders wait." : "Sends are refused.")));
}
