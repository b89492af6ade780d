using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// The machine: inputs and times in, effects and the next deadline out. It has no clock, no socket, no task and no lock;
/// the same inputs at the same times with the same seed give the same effects. One thread at a time may use it.
/// </summary>
internal sealed class RelaySession
{
    private readonly SessionContext _context;
    private readonly RelayRoster _roster;
    private readonly PublishingSet _publishing;
    private readonly ConnectionTable _connections;
    private readonly Outbox _outbox;
    private readonly PausedTopics _paused;
    private readonly HeldCopies _held;
    private readonly PublishEncoder _encoder;
    private readonly SubscriptionTable _subscriptions;
    private readonly ConnectionLife _life;
    private readonly ListChanges _changes;
    private bool _isDraining;

    /// <param name="relays">At least one; their ids are distinct.</param>
    public RelaySession(
        SessionOptions options, IReadOnlyList<RelayEndpoint> relays, ProducerId producer, long generation, ulong seed)
    {
        _context = new SessionContext(options, producer, generation, seed);
        _roster = new RelayRoster(_context, relays);
        _publishing = new PublishingSet(_roster, _context);
        _connections = new ConnectionTable(_context);
        var active = new ActiveTopics();
        var retention = new Retention(_context, active);
        var topics = new KnownTopics(_context, _roster);
        _outbox = new Outbox(_context, _roster, _publishing, topics, retention, active, MakeReady);
        _paused = new PausedTopics(_context, GoOn);
        _held = new HeldCopies(_context, GoOn);
        _encoder = new PublishEncoder(_context, _publishing, _outbox, retention, _held);
        _subscriptions = new SubscriptionTable(_context, _roster, _publishing, _connections.Control);
        var agreement = new SetAgreement(_context, _roster, _connections);
        var frames = new FrameDispatcher(_context, _connections, _outbox, _paused, _subscriptions, agreement);
        _life = new ConnectionLife(_context, _roster, _publishing, _connections, _outbox, _subscriptions, frames, agreement);
        _changes = new ListChanges(_context, _roster, topics, _subscriptions, _life);
    }

    public SessionCounters Counters => _context.Counters;

    public TransportState State => _life.State;

    /// <summary>Why the session is <see cref="TransportState.Faulted"/>: no relay of the set lets this client in.</summary>
    public ConnectionEnd? Refusal => _life.Refusal;

    /// <summary>Changes whenever <see cref="DescribeRelays"/> would tell something new about phases or health.</summary>
    public long RelaysVersion => _life.Version;

    /// <summary>
    /// Every relay that is published to has as many writes under way as it may: a send could not be written before one of them
    /// is answered.
    /// </summary>
    public bool IsBusyWriting => _publishing.IsBusyWriting;

    /// <summary>When <c>Tick</c> is due; <see cref="Instant.Never"/> for no deadline.</summary>
    public Instant NextDeadline
    {
        get
        {
            // A stopped session ignores ticks, so one that it still asked for would be due for ever.
            if (_life.IsStopped)
            {
                return Instant.Never;
            }

            var next = Instant.Earlier(_life.NextDeadline, _outbox.NextTimeout);
            next = Instant.Earlier(next, _outbox.Idle.NextDue);
            next = Instant.Earlier(next, _paused.NextDue);
            next = Instant.Earlier(next, _held.NextDue);
            next = Instant.Earlier(next, _changes.NextDeadline);
            return Instant.Earlier(next, _subscriptions.NextDeadline);
        }
    }

    /// <summary>Takes one input. Never throws because of what a peer sent.</summary>
    public void Step(in SessionInput input, Instant now)
    {
        var overslept = OversleptBy(now);

        // A clock that went back would make timers fire for the past; the machine's time only moves forward.
        _context.Now = Instant.Later(_context.Now, now);
        if (_life.IsStopped)
        {
            return;
        }

        if (overslept > SilenceTimers.ClockGap)
        {
            _life.DoubtAll($"Nothing ran here for {overslept.TotalSeconds:0.0} s.");
        }

        // First: what the input leads to must not be sent to relays whose time is over.
        _changes.Advance();
        switch (input.Kind)
        {
            case SessionInputKind.Start:
                _life.Start();
                break;
            case SessionInputKind.Publish:
                _outbox.Accept(input.Messages);
                break;
            case SessionInputKind.CancelSend:
                _outbox.Cancel(input.Message);
                break;
            case SessionInputKind.Subscribe:
                _subscriptions.Add(input.Subscription);
                break;
            case SessionInputKind.Unsubscribe:
                _subscriptions.Remove(input.Subscription);
                break;
            case SessionInputKind.Consumed:
                _subscriptions.Consumed(input.Subscription, input.Connection, input.Amount);
                break;
            case SessionInputKind.Ranked:
                _life.Rank(input.Ranking);
                break;
            case SessionInputKind.SwitchTo:
                _life.Moves.Request(input.Switch);
                break;
            case SessionInputKind.RelaysChanged:
                _changes.Take(input.Relays);
                break;
            case SessionInputKind.Resumed:
                _life.DoubtAll("The machine has slept.");
                break;
            case SessionInputKind.Tick:
                Tick();
                break;
            case SessionInputKind.Drain:
                _isDraining = true;
                break;
            case SessionInputKind.Stop:
                Stop();
                return;
            default:
                StepConnection(input);
                break;
        }

        _life.Check();
        _changes.Leave();
        _subscriptions.TellPositions();

        // Once for the whole step, however many sends it took or settled.
        Counters.OldestPendingAt = _outbox.OldestPendingAt.Ticks;
        if (_isDraining && _outbox.Pending == 0)
        {
            _isDraining = false;
            _context.Effects.Add(SessionEffect.Drained());
        }
    }

    /// <summary>Takes the next effect. Frames are encoded here, when no other effect is left, so that many share one write.</summary>
    public bool TryTakeEffect(out SessionEffect effect)
    {
        if (_context.Effects.TryTake(out effect))
        {
            return true;
        }

        _connections.TryFlush(_encoder);
        return _context.Effects.TryTake(out effect);
    }

    public IReadOnlyList<RelayView> DescribeRelays() => RelayViews.Describe(_roster, _publishing, _context.Now);

    // From the last step on at the earliest: what an input makes due may have been due long ago, had it come earlier, and
    // that is no sign of a sleep; nor is a pause in which nothing was due.
    private TimeSpan OversleptBy(Instant now) => now - _context.Now > SilenceTimers.ClockGap
        ? now - Instant.Later(NextDeadline, _context.Now)
        : TimeSpan.Zero;

    private void StepConnection(in SessionInput input)
    {
        if (_connections.Find(input.Connection) is not { } connection)
        {
            return;
        }

        switch (input.Kind)
        {
            case SessionInputKind.DialSucceeded:
                _life.Conversation.OnTransportOpen(connection, input.HelloToken);
                break;
            case SessionInputKind.DialFailed or SessionInputKind.ConnectionLost:
                _life.Ended(connection, input.End);
                break;
            case SessionInputKind.Received:
                _life.Conversation.OnReceived(connection, input.Bytes.Span);
                break;
            case SessionInputKind.Written:
                _connections.Written(connection, input.Buffer);
                break;
            default:
                throw new InvariantViolationException($"{input.Kind} is an input of the machine");
        }
    }

    private void Tick()
    {
        _life.Tick();
        _outbox.Expire();
        _outbox.TellIdleTopics();
        _paused.ResumeDue();
        _held.ResumeDue();
        _subscriptions.Tick();
    }

    private void Stop()
    {
        _outbox.EndAll(SendOutcome.Stopped);
        _subscriptions.EndAll(new(SubscriptionEndKind.Stopped));
        _life.Stop();
        _context.Effects.Add(SessionEffect.Stopped());
    }

    // A relay that was left meanwhile has taken its cursors with it, and its slot may be another one's.
    private void GoOn(TopicCursor cursor)
    {
        if (cursor.Topic.Cursors[cursor.Slot] == cursor)
        {
            MakeReady(_roster.At(cursor.Slot), cursor);
        }
    }

    private void MakeReady(RelayNode relay, TopicCursor cursor)
    {
        if (!relay.IsOpen)
        {
            return;
        }

        var connection = relay.Connection!;
        if (cursor.Connection != connection.Number)
        {
            cursor.Enter(connection.Number, relay.Log);
        }

        connection.AddReady(cursor);
        _connections.MarkDirty(connection);
    }
}
