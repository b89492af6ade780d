using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Session;

/// <summary>Dials, greets and buries connections, and tells the other parts what opened and what is gone.</summary>
internal sealed class ConnectionLife
{
    // A relay that asked us to leave closes the connection itself; this is for one that does not come to it.
    private static readonly TimeSpan LeaveAllowance = TimeSpan.FromSeconds(2);

    private readonly SessionContext _context;
    private readonly RelayRoster _roster;
    private readonly PublishingSet _publishing;
    private readonly ConnectionTable _connections;
    private readonly Outbox _outbox;
    private readonly SubscriptionTable _subscriptions;
    private readonly FrameDispatcher _frames;
    private readonly CommonFault _commonFault;
    private readonly Lineup _lineup;
    private readonly SilenceWatch _silence;
    private readonly SetAgreement _agreement;
    private IReadOnlyList<string>? _ranking;
    private bool _isStarted;

    public ConnectionLife(
        SessionContext context, RelayRoster roster, PublishingSet publishing, ConnectionTable connections, Outbox outbox,
        SubscriptionTable subscriptions, FrameDispatcher frames, SetAgreement agreement)
    {
        (_context, _roster, _publishing, _connections, _outbox) = (context, roster, publishing, connections, outbox);
        (_subscriptions, _frames, _agreement) = (subscriptions, frames, agreement);
        var judge = new SilenceJudge(context, roster);
        _commonFault = new(context, judge, roster);
        _lineup = new(context, roster, publishing, _commonFault, outbox, subscriptions);
        _silence = new(context, roster, connections, judge, _lineup, Cut);
        Moves = new(context, publishing, _lineup);
    }

    public TransportState State => _lineup.State;

    public bool IsStopped { get; private set; }

    /// <summary>No relay of the set lets this client in, and why.</summary>
    public ConnectionEnd? Refusal { get; private set; }

    /// <summary>Counts changes of phases and health.</summary>
    public long Version => _lineup.Version;

    public PlannedMoves Moves { get; }

    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Earlier(_silence.NextDeadline, Instant.Earlier(_commonFault.NextDeadline, Moves.NextDeadline));
            next = Instant.Earlier(next, _agreement.NextDeadline);
            foreach (var connection in _connections.All)
            {
                next = Instant.Earlier(next, Instant.Earlier(connection.HelloDeadline, connection.LeaveBy));
            }

            foreach (var relay in _roster.Read)
            {
                next = Instant.Earlier(next, relay.Dials.NextDialAt);
            }

            return next;
        }
    }

    /// <summary>The best ranked relay first, the others a moment later or as soon as one is open.</summary>
    public void Start()
    {
        _isStarted = true;
        _lineup.SetState(TransportState.Connecting, "started");
        foreach (var relay in _roster.Read)
        {
            relay.Dials.PlanAt(relay.Rank == _roster.Read.Min(other => other.Rank) ? _context.Now : _context.Now + _context.Options.CandidateStagger);
        }

        DialDue();
    }

    public void Stop()
    {
        IsStopped = true;
        foreach (var connection in _connections.All.ToList())
        {
            _connections.FlushLast(connection);
            _connections.Remove(connection);
            _context.Effects.Add(SessionEffect.Close(connection.Number, new(CloseReason.Requested, "The transport was stopped.")));
        }

        Moves.Stop();
        _lineup.SetState(TransportState.Disconnected, "stopped");
    }

    public void Rank(IReadOnlyList<string> relayIds)
    {
        _ranking = relayIds;
        RankAgain();
    }

    /// <summary>Without a ranking the order is that of the newest set. Whoever is not in it comes last.</summary>
    private void RankAgain()
    {
        var best = _ranking ?? Array.ConvertAll(_roster.Newest, relay => relay.Endpoint.Id);
        foreach (var relay in _roster.Read)
        {
            var rank = best.Count;
            for (var index = 0; index < best.Count; index++)
            {
                rank = best[index] == relay.Endpoint.Id ? Math.Min(rank, index) : rank;
            }

            relay.Rank = rank;
        }

        Moves.Consider();
    }

    /// <summary>The relay list has changed: new relays are dialled, and those that have moved are dialled at their new address.</summary>
    public void ListChanged()
    {
        foreach (var relay in _roster.Read)
        {
            DropOutdated(relay);
            var wantsOne = relay.Connection is null ? !relay.Dials.Admission.IsBarred : relay is { HasMoved: true, Challenger: null };
            if (_isStarted && wantsOne && relay.Dials.NextDialAt == Instant.Never)
            {
                relay.Dials.PlanAt(_context.Now);
            }
        }

        RankAgain();
        _agreement.Tell();
        _lineup.Touch();
        if (_isStarted)
        {
            DialDue();
        }
    }

    // What is still being dialled at an old address is of no use; what is open there is, until the new one answers.
    private void DropOutdated(RelayNode relay)
    {
        var end = new ConnectionEnd(CloseReason.Requested, "The relay has another address now.");
        if (relay.Challenger is { } challenger && challenger.Address != relay.Endpoint.Url)
        {
            Cut(challenger, end);
            relay.Dials.PlanAt(relay.HasMoved ? _context.Now : Instant.Never);
        }

        if (relay is { Connection.Phase: ConnectionPhase.Connecting, HasMoved: true })
        {
            Cut(relay.Connection, end);
            relay.Dials.PlanAt(_context.Now);
        }
    }

    /// <summary>Another relay set is in force. A primary that does not belong to it hands over.</summary>
    public void SetMoved()
    {
        if (!_isStarted)
        {
            return;
        }

        if (_lineup.Primary is { } primary && !_roster.Set.Contains(primary))
        {
            _lineup.Failover.Lost(primary, FailoverReason.Removed, "It does not belong to the relay set any more.");
        }

        _lineup.Settle();
    }

    /// <summary>Nothing is left to do with a relay: its connection is closed in good order, and never made again.</summary>
    public void Part(RelayNode relay)
    {
        var end = new ConnectionEnd(CloseReason.Requested, "It does not belong to the relay set any more.");
        foreach (var connection in (Connection?[])[relay.Challenger, relay.Connection])
        {
            if (connection is not null)
            {
                End(connection, end);
            }
        }

        _lineup.Touch();
        FaultIfBarred();
    }

    public void Tick()
    {
        foreach (var connection in _connections.All.ToList())
        {
            Watch(connection);
        }

        // First: who is judged depends on whether nobody answers.
        _commonFault.Update();
        _silence.Tick();
        Challenge();
        DialDue();
        Moves.Tick();
        _agreement.Tick();
    }

    /// <summary>The process or the machine was suspended: nobody knows what became of the connections.</summary>
    public void DoubtAll(string why) => _silence.DoubtAll(why);

    /// <summary>Called after every step.</summary>
    public void Check()
    {
        Moves.Check();
        _lineup.Failover.Check(_publishing.Primary);
    }

    /// <summary>The shell's WebSocket is open: say who we are.</summary>
    public void OnTransportOpen(Connection connection, string token)
    {
        connection.HelloDeadline = _context.Now + _context.Options.HelloTimeout;
        connection.HelloSentAt = _context.Now;
        new HelloFrame(
            WireProtocol.Version, _context.Identity.Producer, _context.Identity.Generation, connection.Number, _context.Options.ClientName,
            _agreement.Greet(connection), token)
            .Write(_connections.Control(connection));
    }

    /// <summary>A dial failed, or a connection was lost.</summary>
    public void OnEnd(Connection connection, ConnectionEnd end) => Bury(connection, end);

    public void OnReceived(Connection connection, ReadOnlySpan<byte> message)
    {
        _context.Counters.BytesReceived += message.Length;
        connection.Relay.Traffic.BytesReceived += message.Length;
        var reader = new FrameReader(message);
        FrameReadResult result;
        while ((result = reader.Read()) == FrameReadResult.Frame)
        {
            _context.Counters.FramesReceived++;
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

        connection.LandFlights(_context.Now);
        _silence.Received(connection);
        if (connection.ReadyCount > 0)
        {
            _connections.MarkDirty(connection);
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
                    : _frames.Handle(connection, frame.Type, frame.Body, frame.FrameLength);
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
        connection.Rtt.Begin(_context.Now - connection.HelloSentAt);
        connection.Liveness.Welcomed(connection.HelloSentAt, _context.Now);
        connection.HelloDeadline = Instant.Never;
        (connection.Limits, connection.OpenedAt, connection.Phase) = (welcome.Limits, _context.Now, ConnectionPhase.Standby);
        relay.Welcome(welcome.Log, welcome.Durability, _context.Now);
        relay.Clock.Sample(welcome.RelayClock, _context.Now);
        relay.LoadPerMille = welcome.LoadPerMille;
        if (relay.Challenger == connection && relay.Connection is { } moved && relay.HasMoved)
        {
            End(moved, new(CloseReason.Requested, "The relay has another address now."));
        }
        else if (relay.Challenger == connection && relay.Connection is { } silent)
        {
            // The way to the relay is open, so the old connection is what is broken. The new one is ready by now, and the
            // relay keeps its place: otherwise another silent one would be the primary meanwhile.
            Cut(silent, new(CloseReason.Silent, "It answers on a new connection, and not on this one."));
        }

        var recovered = relay.Dials.Succeeded();
        _outbox.Announce(relay);
        _lineup.Settle();
        _context.Effects.Report(new SessionEvent.RelayOpened(
            relay.Endpoint, connection.Number, relay == _lineup.Primary, _context.Now - connection.StartedAt));
        if (recovered)
        {
            _context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, true, "It said Welcome again."));
        }

        _agreement.Welcomed(connection, welcome.SetVerdict);
        _context.Effects.Report(new SessionEvent.PeersAnnounced(relay.Endpoint, welcome.Alternates));
        _subscriptions.Opened(relay);
        DialRest();
        return null;
    }

    private string? Misfit(in RelayLimits limits) =>
        limits.MaxMessageBytes < _context.Options.MaxMessageBytes
            ? $"It takes messages of at most {limits.MaxMessageBytes} bytes, and MaxMessageBytes is {_context.Options.MaxMessageBytes}."
        : limits.MaxMessageBytes > _context.Options.MaxReceiveMessageBytes
            ? $"It may deliver messages of {limits.MaxMessageBytes} bytes, and MaxReceiveMessageBytes is {_context.Options.MaxReceiveMessageBytes}."
        : null;

    private void OnGoAway(Connection connection, in GoAwayFrame goAway)
    {
        if (goAway.Alternates.Count > 0)
        {
            _context.Effects.Report(new SessionEvent.PeersAnnounced(connection.Relay.Endpoint, goAway.Alternates));
        }

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
        var relay = connection.Relay;
        connection.Phase = ConnectionPhase.Draining;
        connection.LeaveBy = _context.Now + goAway.Deadline + LeaveAllowance;
        connection.Liveness.Clear();
        if (relay == _lineup.Primary || _lineup.Failover.Suspects(relay))
        {
            _lineup.Failover.Lost(relay, FailoverReason.GoAway, $"It is going away ({goAway.Reason}).");
        }

        _lineup.Settle();
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

        _context.Effects.Report(new SessionEvent.Alert(AlertKind.RelayMisbehaved, connection.Relay.Endpoint, error));
        new ErrorFrame(ErrorCode.Protocol, PeerText.Clean(error)[..Math.Min(error.Length, 80)]).Write(_connections.Control(connection));
        End(connection, new(CloseReason.ProtocolError, error));
    }

    /// <summary>Ends a connection from our side.</summary>
    private void End(Connection connection, ConnectionEnd end)
    {
        _connections.FlushLast(connection);
        _context.Effects.Add(SessionEffect.Close(connection.Number, end));
        Bury(connection, end);
    }

    /// <summary>Ends a connection from our side without a word: nobody listens at the other end, or what it says came too late.</summary>
    private void Cut(Connection connection, ConnectionEnd end)
    {
        _context.Effects.Add(SessionEffect.Abort(connection.Number, end));
        Bury(connection, end);
    }

    private void Bury(Connection connection, ConnectionEnd end)
    {
        var relay = connection.Relay;
        var isChallenger = relay.Challenger == connection;
        var wasOpen = connection.Phase != ConnectionPhase.Connecting;
        var wasPrimary = relay == _lineup.Primary && connection.IsOpen;
        _connections.Remove(connection);
        (relay.LastCloseReason, relay.LastCloseDetail) = (end.Reason, end.Detail);
        if (!wasOpen && !isChallenger && end.Reason != CloseReason.Requested && relay.Dials.Failed(_context.Options.MaxRetries))
        {
            _context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, false, end.Detail));
        }

        NoteFailure(connection, relay, end);
        var redialIn = TimeSpan.Zero;
        if (!relay.IsGone && (relay.Connection is null || (isChallenger && relay.HasMoved)))
        {
            PlanRedial(relay, end, wasOpen);
        }

        if (relay.Connection is null)
        {
            redialIn = relay.Dials.NextDialIn(_context.Now);
        }

        _lineup.Touch();
        _context.Effects.Report(new SessionEvent.RelayClosed(
            relay.Endpoint, connection.Number, end.Reason, end.Detail, wasOpen, wasPrimary, redialIn));
        if (relay.Dials.Admission.IsBarred && relay.Connection is null)
        {
            Barred(relay, end);
        }

        if (!wasOpen)
        {
            LoseHeldPlace(relay, end);
            return;
        }

        _subscriptions.Closed(relay);
        if (end.Reason == CloseReason.Requested && relay.IsOpen)
        {
            _lineup.Failover.Cleared(relay); // It goes on at its new address.
        }
        else if (wasPrimary || _lineup.Failover.Suspects(relay))
        {
            _lineup.Failover.Lost(relay, ReasonOf(end), end.Detail);
        }

        if (end.Reason == CloseReason.Fenced && relay.Connection is { HelloSentAt.Ticks: > 0 })
        {
            // Our own challenger took over: the relay has read its Hello, and Welcome is on its way. Until then the
            // relay keeps its place, and nobody else is promoted.
            return;
        }

        _lineup.Settle();
    }

    /// <summary>A challenger that took over did not get to Welcome: the place that was held for it is free.</summary>
    private void LoseHeldPlace(RelayNode relay, in ConnectionEnd end)
    {
        if (relay.IsOpen || !_publishing.IsMember(relay))
        {
            return;
        }

        if (relay == _lineup.Primary)
        {
            _lineup.Failover.Lost(relay, ReasonOf(end), end.Detail);
        }

        _lineup.Settle();
    }

    /// <summary>A relay does not let this client in. With all of them out, there is nothing left to wait for.</summary>
    private void Barred(RelayNode relay, ConnectionEnd end)
    {
        if (relay.Dials.Bar())
        {
            _context.Effects.Report(new SessionEvent.HealthChanged(relay.Endpoint, false, end.Detail));
        }

        _context.Effects.Report(new SessionEvent.Alert(
            AlertKind.RelayRefusedClient, relay.Endpoint, $"does not let this client in and is not dialled again: {end.Detail}"));
        FaultIfBarred();
    }

    private void FaultIfBarred()
    {
        if (Array.TrueForAll(_roster.Read, other => other.Dials.Admission.IsBarred))
        {
            var isForbidden = Array.TrueForAll(_roster.Read, other => other.LastCloseReason == CloseReason.Forbidden);
            var details = _roster.Read.Select(other => $"'{other.Endpoint.Id}': {other.LastCloseDetail}");
            Refusal = new(isForbidden ? CloseReason.Forbidden : CloseReason.Unauthorized, string.Join(' ', details));
            _lineup.SetState(TransportState.Faulted, "no relay of the set lets this client in");
        }
    }

    private static FailoverReason ReasonOf(ConnectionEnd end) => end.Reason switch
    {
        CloseReason.Silent => FailoverReason.Silent,
        CloseReason.NoProgress => FailoverReason.NoProgress,
        CloseReason.Requested => FailoverReason.Removed,
        _ => FailoverReason.ConnectionLost,
    };

    /// <summary>Counts what an open relay is to blame for. Most relays lost within moments means the local network.</summary>
    private void NoteFailure(Connection connection, RelayNode relay, ConnectionEnd end)
    {
        if (connection.OpenedAt == default || end.Reason is CloseReason.Requested or CloseReason.GoAway or CloseReason.Fenced
            or CloseReason.Unauthorized)
        {
            return;
        }

        relay.Penalty.Add(_context.Now);
        relay.LostAt = _context.Now;
        var moments = _context.Options.FailoverThreshold * 2;
        var lost = _roster.Read.Count(other => _context.Now - other.LostAt <= moments);
        if (lost < 2 || lost * 2 <= _roster.Read.Length)
        {
            return;
        }

        foreach (var other in _roster.Read)
        {
            if (_context.Now - other.LostAt <= moments)
            {
                other.Penalty.Forgive();
                other.Dials.Forgive();
            }
        }
    }

    private void PlanRedial(RelayNode relay, ConnectionEnd end, bool wasOpen)
    {
        if (_context.Now - relay.OpenedAt >= _context.Options.HealthCheckInterval)
        {
            // A relay that has kept to the protocol for a whole interval may be trusted with quick redials again.
            relay.Dials.Forgive();
        }

        switch (relay.Dials.Admission.Ended(end.Reason, wasOpen, end.HadToken, _context.Options.CanRefreshToken))
        {
            case AdmissionVerdict.RedialNow:
                relay.Dials.PlanAt(_context.Now);
                return;
            case AdmissionVerdict.Barred:
                relay.Dials.PlanAt(Instant.Never);
                return;
        }

        var misbehaved = end.Reason is CloseReason.ProtocolError or CloseReason.LimitExceeded or CloseReason.RefusedByRelay
            or CloseReason.Fenced or CloseReason.Unsuitable;
        relay.Dials.PlanRedial(
            _context.Now, end.RetryAfter, misbehaved, _context.Options.BackoffMin, _context.Options.BackoffMax, _context.Random);
    }

    private void Watch(Connection connection)
    {
        if (connection.HelloDeadline <= _context.Now)
        {
            var waited = _context.Options.HelloTimeout;
            End(connection, new(CloseReason.HelloTimeout, $"It opened the WebSocket and did not say Welcome within {waited.TotalSeconds:0.###} s."));
        }
        else if (connection.LeaveBy <= _context.Now)
        {
            End(connection, new(CloseReason.GoAway, "It asked to be left, and its deadline is over."));
        }
    }

    /// <summary>While nobody answers, a new connection is tried beside a silent one; where somebody does, it is not needed.</summary>
    private void Challenge()
    {
        _commonFault.Update();
        _lineup.UpdateState();
        DropChallengers();
        if (_commonFault.NextChallenge() is { } relay)
        {
            _connections.Dial(relay);
            _lineup.Touch();
        }
    }

    private void DropChallengers()
    {
        foreach (var relay in _roster.Read)
        {
            // After Hello it is too late: the relay has ended the older connection on account of it.
            if (relay is { IsTrusted: true, HasMoved: false, Challenger: { HelloSentAt.Ticks: 0 } challenger })
            {
                Cut(challenger, new(CloseReason.Requested, "The relay answers again."));
            }
        }
    }

    private void DialDue()
    {
        foreach (var relay in _roster.Read)
        {
            var wantsOne = relay.Connection is null || relay is { HasMoved: true, Challenger: null };
            if (wantsOne && relay.Dials.NextDialAt <= _context.Now)
            {
                _connections.Dial(relay);
                _lineup.Touch();
            }
        }
    }

    /// <summary>One relay is open: candidates that only waited for their turn need not wait any longer.</summary>
    private void DialRest()
    {
        foreach (var relay in _roster.Read)
        {
            if (relay is { Connection: null, Dials: { FailedDials: 0 }, LastCloseReason: null })
            {
                relay.Dials.PlanAt(_context.Now);
            }
        }

        DialDue();
    }
}
