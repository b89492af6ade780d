using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Keeps the connections that the relay list, the ranking and the time ask for, and puts together the parts that greet, dial,
/// watch and end them.
/// </summary>
internal sealed class ConnectionLife
{
    private readonly SessionContext _context;
    private readonly RelayRoster _roster;
    private readonly PublishingSet _publishing;
    private readonly ConnectionTable _connections;
    private readonly CommonFault _commonFault;
    private readonly Lineup _lineup;
    private readonly SilenceWatch _silence;
    private readonly SetAgreement _agreement;
    private readonly Dialling _dialling;
    private readonly ConnectionEndings _endings;
    private IReadOnlyList<string>? _ranking;
    private bool _isStarted;

    public ConnectionLife(
        SessionContext context, RelayRoster roster, PublishingSet publishing, ConnectionTable connections, Outbox outbox,
        SubscriptionTable subscriptions, FrameDispatcher frames, SetAgreement agreement)
    {
        (_context, _roster, _publishing, _connections, _agreement) = (context, roster, publishing, connections, agreement);
        var judge = new SilenceJudge(context, roster);
        _commonFault = new(context, judge, roster);
        _lineup = new(context, roster, publishing, _commonFault, outbox, subscriptions);
        _dialling = new(context, roster, connections, _lineup);
        _endings = new(context, roster, publishing, connections, subscriptions, _lineup, _dialling);
        _silence = new(context, roster, connections, judge, _lineup, _endings.Cut);
        Moves = new(context, publishing, _lineup);
        Conversation = new(
            context, connections, outbox, subscriptions, frames, _lineup, _silence, agreement, _dialling, _endings);
    }

    public TransportState State => _lineup.State;

    public bool IsStopped { get; private set; }

    /// <summary>No relay of the set lets this client in, and why.</summary>
    public ConnectionEnd? Refusal => _endings.Refusal;

    /// <summary>Counts changes of phases and health.</summary>
    public long Version => _lineup.Version;

    public PlannedMoves Moves { get; }

    public RelayConversation Conversation { get; }

    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Earlier(_silence.NextDeadline, Instant.Earlier(_commonFault.NextDeadline, Moves.NextDeadline));
            next = Instant.Earlier(next, Instant.Earlier(_agreement.NextDeadline, _dialling.NextDeadline));
            foreach (var connection in _connections.All)
            {
                next = Instant.Earlier(next, Instant.Earlier(connection.HelloDeadline, connection.LeaveBy));
            }

            return next;
        }
    }

    public void Start()
    {
        _isStarted = true;
        _lineup.SetState(TransportState.Connecting, "started");
        _dialling.Start();
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
            _dialling.DialDue();
        }
    }

    // What is still being dialled at an old address is of no use; what is open there is, until the new one answers.
    private void DropOutdated(RelayNode relay)
    {
        var end = new ConnectionEnd(CloseReason.Requested, "The relay has another address now.");
        if (relay.Challenger is { } challenger && challenger.Address != relay.Endpoint.Url)
        {
            _endings.Cut(challenger, end);
            relay.Dials.PlanAt(relay.HasMoved ? _context.Now : Instant.Never);
        }

        if (relay is { Connection.Phase: ConnectionPhase.Connecting, HasMoved: true })
        {
            _endings.Cut(relay.Connection, end);
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
                _endings.End(connection, end);
            }
        }

        _lineup.Touch();
        _endings.FaultIfBarred();
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
        _dialling.DialDue();
        Moves.Tick();
        _agreement.Tick();
    }

    /// <summary>The process or the machine was suspended: nobody knows what became of the connections.</summary>
    public void DoubtAll(string why) => _silence.DoubtAll(why);

    /// <summary>A dial failed, or a connection was lost.</summary>
    public void Ended(Connection connection, ConnectionEnd end) => _endings.Bury(connection, end);

    /// <summary>Called after every step.</summary>
    public void Check()
    {
        Moves.Check();
        _lineup.Failover.Check(_publishing.Primary);
    }

    private void Watch(Connection connection)
    {
        if (connection.HelloDeadline <= _context.Now)
        {
            var waited = _context.Options.HelloTimeout;
            _endings.End(connection, new(CloseReason.HelloTimeout, $"It opened the WebSocket and did not say Welcome within {waited.TotalSeconds:0.###} s."));
        }
        else if (connection.LeaveBy <= _context.Now)
        {
            _endings.End(connection, new(CloseReason.GoAway, "It asked to be left, and its deadline is over."));
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
                _endings.Cut(challenger, new(CloseReason.Requested, "The relay answers again."));
            }
        }
    }
}
