using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Dials, greets, watches and buries connections, and tells the other parts what opened and what is gone. Silence will be
/// judged here as well: today only hard evidence ends a connection.
/// </summary>
internal sealed class ConnectionLife(
    SessionContext context, PublishingSet publishing, ConnectionTable connections, Outbox outbox,
    SubscriptionTable subscriptions, FrameDispatcher frames, ulong setHash)
{
    private readonly FailoverTracker _failover = new(context);
    private RelayNode? _primary;

    public TransportState State { get; private set; } = TransportState.Disconnected;

    public bool IsStopped { get; private set; }

    /// <summary>No relay of the set lets this client in, and why.</summary>
    public ConnectionEnd? Refusal { get; private set; }

    /// <summary>Counts changes of phases and health.</summary>
    public long Version { get; private set; }

    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (var relay in publishing.Set)
            {
                next = Instant.Earlier(next, relay.Dials.NextDialAt);
                if (relay.Connection is { } connection)
                {
                    next = Instant.Earlier(next, Instant.Earlier(connection.HelloDeadline, connection.NextPingAt));
                }
            }

            return next;
        }
    }

    /// <summary>The best ranked relay first, the others a moment later or as soon as one is open.</summary>
    public void Start()
    {
        SetState(TransportState.Connecting, "started");
        foreach (var relay in publishing.Set)
        {
            relay.Dials.PlanAt(relay.Rank == publishing.Set.Min(other => other.Rank) ? context.Now : context.Now + context.Options.CandidateStagger);
        }

        DialDue();
    }

    public void Stop()
    {
        IsStopped = true;
        foreach (var connection in connections.All.ToList())
        {
            connections.FlushLast(connection);
            connections.Remove(connection);
            context.Effects.Add(SessionEffect.Close(connection.Number, new(CloseReason.Requested, "The transport was stopped.")));
        }

        SetState(TransportState.Disconnected, "stopped");
    }

    public void Rank(IReadOnlyList<string> relayIds)
    {
        foreach (var relay in publishing.Set)
        {
            var rank = relayIds.Count;
            for (var index = 0; index < relayIds.Count; index++)
            {
                rank = relayIds[index] == relay.Endpoint.Id ? Math.Min(rank, index) : rank;
            }

            relay.Rank = rank;
        }
    }

    public void Tick()
    {
        foreach (var relay in publishing.Set)
        {
            if (relay.Connection is { } connection)
            {
                Watch(connection);
            }
        }

        DialDue();
    }

    /// <summary>The shell's WebSocket is open: say who we are.</summary>
    public void OnTransportOpen(Connection connection, string token)
    {
        connection.HelloDeadline = context.Now + context.Options.HelloTimeout;
        connection.PingSentAt = context.Now;
        new HelloFrame(
            WireProtocol.Version, context.Producer, context.Generation, connection.Number, context.Options.ClientName, setHash, token)
            .Write(connections.Control(connection));
    }

    /// <summary>A dial failed, or a connection was lost.</summary>
    public void OnEnd(Connection connection, ConnectionEnd end) => Bury(connection, end);

    public void OnReceived(Connection connection, ReadOnlySpan<byte> message)
    {
        var reader = new FrameReader(message);
        FrameReadResult result;
        while ((result = reader.Read()) == FrameReadResult.Frame)
        {
            context.Counters.FramesReceived++;
            if (Handle(connection, ref reader) is { } error)
            {
                Refuse(connection, error);
            }

            if (connection.Phase == ConnectionPhase.Gone)
            {
                return;
            }
        }

        if (result == FrameReadResult.Malformed)
        {
            Refuse(connection, "It sent bytes that are not a frame.");
            return;
        }

        connection.LandFlights(context.Now);
        if (connection.ReadyCount > 0)
        {
            connections.MarkDirty(connection);
        }
    }

    public void CheckFailover()
    {
        if (_failover.IsActive)
        {
            _failover.Check(publishing.Primary);
        }
    }

    private string? Handle(Connection connection, ref FrameReader frame)
    {
        switch (frame.Type)
        {
            case FrameType.Welcome when connection.Phase == ConnectionPhase.Connecting:
                return WelcomeFrame.TryRead(frame.Body, out var welcome) ? OnWelcome(connection, welcome) : "Its Welcome is malformed.";
            case FrameType.GoAway when GoAwayFrame.TryRead(frame.Body, out var goAway):
                OnGoAway(connection, goAway);
                return null;
            case FrameType.Error when ErrorFrame.TryRead(frame.Body, out var error):
                OnError(connection, error);
                return null;
            default:
                return connection.Phase == ConnectionPhase.Connecting
                    ? $"It sent a {frame.Type} frame before Welcome."
                    : frames.Handle(connection, frame.Type, frame.Body, frame.FrameLength);
        }
    }

    private string? OnWelcome(Connection connection, in WelcomeFrame welcome)
    {
        if (Misfit(welcome.Limits) is { } misfit)
        {
            End(connection, new(CloseReason.Unsuitable, misfit));
            return null;
        }

        var relay = connection.Relay;
        connection.Rtt.Add(context.Now - connection.PingSentAt);
        (connection.HelloDeadline, connection.PingSentAt) = (Instant.Never, Instant.Never);
        (connection.Limits, connection.OpenedAt, connection.Phase) = (welcome.Limits, context.Now, ConnectionPhase.Standby);
        connection.NextPingAt = context.Now + context.Options.HealthCheckInterval;
        relay.Welcome(welcome.Log, welcome.Durability);
        relay.Clock.Sample(welcome.RelayClock, context.Now);
        relay.LoadPerMille = welcome.LoadPerMille;
        var recovered = relay.Dials.Succeeded();
        Settle();
        context.Effects.Report(new SessionEvent.RelayOpened(
            relay.Endpoint, connection.Number, relay == _primary, context.Now - connection.StartedAt));
        if (recovered)
        {
            context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, true, "It said Welcome again."));
        }

        if (welcome.SetVerdict == SetVerdict.Differs)
        {
            context.Effects.Report(new SessionEvent.Alert(
                AlertKind.RelaySetMismatch, relay.Endpoint,
                "sees clients with another relay list, number of standbys or affinity key: messages may not meet"));
        }

        outbox.Announce(relay);
        outbox.MembershipChanged();
        subscriptions.Opened(relay);
        DialRest();
        return null;
    }

    private string? Misfit(in RelayLimits limits) =>
        limits.MaxMessageBytes < context.Options.MaxMessageBytes
            ? $"It takes messages of at most {limits.MaxMessageBytes} bytes, and MaxMessageBytes is {context.Options.MaxMessageBytes}."
        : limits.MaxMessageBytes > context.Options.MaxReceiveMessageBytes
            ? $"It may deliver messages of {limits.MaxMessageBytes} bytes, and MaxReceiveMessageBytes is {context.Options.MaxReceiveMessageBytes}."
        : null;

    private void OnGoAway(Connection connection, in GoAwayFrame goAway)
    {
        if (connection.Phase == ConnectionPhase.Connecting)
        {
            End(connection, new(CloseReason.GoAway, $"It is going away ({goAway.Reason}).", goAway.Deadline));
            return;
        }

        if (connection.Phase == ConnectionPhase.Draining)
        {
            return;
        }

        // It is read until it closes: acks and messages that are under way still count.
        var wasPrimary = connection.Relay == _primary;
        connection.Phase = ConnectionPhase.Draining;
        if (wasPrimary)
        {
            _failover.Start(connection.Relay.Endpoint, FailoverReason.GoAway, context.Now, $"It is going away ({goAway.Reason}).");
        }

        Settle();
        outbox.MembershipChanged();
    }

    private void OnError(Connection connection, in ErrorFrame error)
    {
        var reason = error.Code switch
        {
            ErrorCode.Fenced => CloseReason.Fenced,
            ErrorCode.Unauthorized => CloseReason.Unauthorized,
            ErrorCode.Forbidden => CloseReason.Forbidden,
            _ => CloseReason.RefusedByRelay,
        };
        End(connection, new(reason, $"It ended the connection ({error.Code}): {PeerText.Clean(error.Detail)}"));
    }

    /// <summary>The relay broke the protocol: it is told why, and loses this connection.</summary>
    private void Refuse(Connection connection, string error)
    {
        if (connection.Phase == ConnectionPhase.Gone)
        {
            return;
        }

        context.Effects.Report(new SessionEvent.Alert(AlertKind.RelayMisbehaved, connection.Relay.Endpoint, error));
        new ErrorFrame(ErrorCode.Protocol, PeerText.Clean(error)[..Math.Min(error.Length, 80)]).Write(connections.Control(connection));
        End(connection, new(CloseReason.ProtocolError, error));
    }

    /// <summary>Ends a connection from our side.</summary>
    private void End(Connection connection, ConnectionEnd end)
    {
        connections.FlushLast(connection);
        context.Effects.Add(SessionEffect.Close(connection.Number, end));
        Bury(connection, end);
    }

    private void Bury(Connection connection, ConnectionEnd end)
    {
        var relay = connection.Relay;
        var wasOpen = connection.Phase != ConnectionPhase.Connecting;
        var wasPrimary = relay == _primary && relay.IsOpen;
        connections.Remove(connection);
        (relay.LastCloseReason, relay.LastCloseDetail) = (end.Reason, end.Detail);
        if (!wasOpen && relay.Dials.Failed(context.Options.MaxRetries))
        {
            context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, false, end.Detail));
        }

        PlanRedial(relay, end, wasOpen);
        Version++;
        context.Effects.Report(new SessionEvent.RelayClosed(
            relay.Endpoint, connection.Number, end.Reason, end.Detail, wasOpen, wasPrimary, relay.Dials.NextDialIn(context.Now)));
        if (relay.Dials.Admission.IsBarred)
        {
            Barred(relay, end);
        }

        if (!wasOpen)
        {
            return;
        }

        subscriptions.Closed(relay);
        if (wasPrimary)
        {
            _failover.Start(relay.Endpoint, FailoverReason.ConnectionLost, context.Now, end.Detail);
        }

        Settle();
        outbox.MembershipChanged();
    }

    private void PlanRedial(RelayNode relay, ConnectionEnd end, bool wasOpen)
    {
        switch (relay.Dials.Admission.Ended(end.Reason, wasOpen, end.HadToken, context.Options.CanRefreshToken))
        {
            case AdmissionVerdict.RedialNow:
                relay.Dials.PlanAt(context.Now);
                return;
            case AdmissionVerdict.Barred:
                relay.Dials.PlanAt(Instant.Never);
                return;
        }

        var misbehaved = end.Reason is CloseReason.ProtocolError or CloseReason.LimitExceeded or CloseReason.RefusedByRelay
            or CloseReason.Fenced or CloseReason.Unsuitable;
        relay.Dials.PlanRedial(
            context.Now, end.RetryAfter, misbehaved, context.Options.BackoffMin, context.Options.BackoffMax, context.Random);
    }

    /// <summary>A relay does not let this client in. With all of them out, there is nothing left to wait for.</summary>
    private void Barred(RelayNode relay, ConnectionEnd end)
    {
        if (relay.Dials.Bar())
        {
            context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, false, end.Detail));
        }

        context.Effects.Report(new SessionEvent.Alert(
            AlertKind.RelayRefusedClient, relay.Endpoint, $"does not let this client in and is not dialled again: {end.Detail}"));
        if (Array.TrueForAll(publishing.Set, other => other.Dials.Admission.IsBarred))
        {
            var isForbidden = Array.TrueForAll(publishing.Set, other => other.LastCloseReason == CloseReason.Forbidden);
            var details = publishing.Set.Select(other => $"'{other.Endpoint.Id}': {other.LastCloseDetail}");
            Refusal = new(isForbidden ? CloseReason.Forbidden : CloseReason.Unauthorized, string.Join(' ', details));
            SetState(TransportState.Faulted, "no relay of the set lets this client in");
        }
    }

    /// <summary>After the set of open relays changed: who publishes, who is the primary, what the transport can do.</summary>
    private void Settle()
    {
        Version++;
        publishing.Refill();
        foreach (var relay in publishing.Set)
        {
            if (relay.IsOpen)
            {
                relay.Connection!.Phase = relay == publishing.Primary ? ConnectionPhase.Primary : ConnectionPhase.Standby;
            }
        }

        if (publishing.Primary != _primary)
        {
            _primary = publishing.Primary;
            if (_primary is not null && !_failover.IsActive)
            {
                context.Effects.Report(new SessionEvent.PrimaryConnected(_primary.Endpoint));
            }

            subscriptions.PrimaryChanged();
        }

        UpdateState();
    }

    private void UpdateState()
    {
        var open = publishing.Set.Count(relay => relay.IsOpen);
        if (State == TransportState.Faulted)
        {
            return;
        }

        if (open == publishing.Set.Length)
        {
            SetState(TransportState.Connected, "all wanted relays are open");
        }
        else if (open > 0)
        {
            SetState(TransportState.Degraded, $"{open} of {publishing.Set.Length} wanted relays are open");
        }
        else if (State != TransportState.Connecting)
        {
            SetState(TransportState.Offline, "no relay is open");
        }
    }

    private void SetState(TransportState state, string reason)
    {
        if (state == State)
        {
            return;
        }

        var old = State;
        State = state;
        context.Effects.Report(new SessionEvent.StateChanged(old, state, reason));
        if (state == TransportState.Offline)
        {
            context.Effects.Report(new SessionEvent.Alert(AlertKind.Offline, null, "no relay of the set is open; sends wait in the outbox"));
        }
    }

    private void Watch(Connection connection)
    {
        if (connection.HelloDeadline <= context.Now)
        {
            var waited = context.Options.HelloTimeout;
            End(connection, new(CloseReason.HelloTimeout, $"It opened the WebSocket and did not say Welcome within {waited.TotalSeconds:0.###} s."));
        }
        else if (connection.NextPingAt <= context.Now)
        {
            // A relay that has kept to the protocol for a whole interval may be trusted with quick redials again.
            connection.Relay.Dials.Forgive();
            connection.NextPingAt = context.Now + context.Options.HealthCheckInterval;
            connection.PingSentAt = context.Now;
            new PingFrame(++connection.PingNonce).Write(connections.Control(connection));
        }
    }

    private void DialDue()
    {
        foreach (var relay in publishing.Set)
        {
            if (relay.Connection is null && relay.Dials.NextDialAt <= context.Now)
            {
                connections.Dial(relay);
                Version++;
            }
        }
    }

    /// <summary>One relay is open: candidates that only waited for their turn need not wait any longer.</summary>
    private void DialRest()
    {
        foreach (var relay in publishing.Set)
        {
            if (relay is { Connection: null, Dials: { FailedDials: 0 }, LastCloseReason: null })
            {
                relay.Dials.PlanAt(context.Now);
            }
        }

        DialDue();
    }
}
