using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.Simulation.Network;
using SolConnect.Relay.Simulation.Scenarios;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>A client: the real session, driven as the real shell drives it, with applications around it.</summary>
internal sealed class SimClient : LoopNode<SessionInput>
{
    /// <summary>
    /// Producers that a subscription remembers: more than there are, because there is no promise beyond it.
    /// </summary>
    public const int MaxProducers = 1_000;

    private const int Start = 10;
    private const int EndProcess = 11;
    private const int SeeList = 12;

    private readonly List<OutboundMessage> _sends = [];
    private readonly World _world;
    private readonly ClientPlan _plan;
    private readonly TimeSpan _clockOffset;
    private readonly RelaySession _session;
    private readonly Dictionary<int, SimConnection> _connections = [];
    private readonly Dictionary<int, Uri> _addresses = [];
    private readonly Dictionary<int, SimSubscription> _subscriptions = [];
    private readonly HashSet<int> _welcomed = [];
    private readonly List<int> _justOpened = [];
    private readonly Publisher _publisher;
    private readonly Subscriber[] _subscribers;
    private long _rankedVersion;
    private bool _hasStopped;

    public SimClient(World world, int index, ClientPlan plan, SimRandom random)
        : base(world.Time, random, world.Scenario.LoopDelay, world.Scenario.TimerLateness)
    {
        (_world, _plan, Index) = (world, plan, index);
        _clockOffset = random.Between(TimeSpan.FromMinutes(-50), TimeSpan.FromHours(1000));
        Producer = new(random.Id());
        var relays = world.FirstList;
        random.Shuffle(relays);
        _session = new(Options(world.Scenario, plan), relays, Producer, generation: 1, random.Next());
        _publisher = new(world, this, plan, random.Fork());
        _subscribers = [.. plan.Subscriptions.Select((each, number) => new Subscriber(
            world, this, each, world.StoreOf(index, number), random.Fork(), Commits(number)))];
        Time.After(plan.StartsAfter, this, Start);
        if (plan.StopsAfter is { } stopsAfter)
        {
            Time.After(stopsAfter, this, EndProcess);
        }

        if (world.Scenario.Lists is { } lists)
        {
            // Also before it starts: a process that comes to know the list with the first change in it has no past to go by.
            foreach (var change in lists.Changes)
            {
                Time.After(change.SeenAfter[index], this, SeeList, 0, change);
            }
        }
    }

    public int Index { get; }

    public ProducerId Producer { get; }

    public SessionCounters Counters => _session.Counters;

    public TransportState State => _session.State;

    public bool IsStopping { get; private set; }

    /// <summary>The moment on the client's own clock.</summary>
    public Instant Now => Time.Now + _clockOffset;

    protected override Instant NextDeadline =>
        _hasStopped || _session.NextDeadline == Instant.Never ? Instant.Never : _session.NextDeadline - _clockOffset;

    protected override SessionInput Tick => SessionInput.Tick();

    protected override ChunkPool Chunks => _world.Chunks;

    public void Drain()
    {
        _world.History.OfClient(HistoryKind.DrainAsked, Index);
        Post(SessionInput.Drain());
    }

    public void Stop()
    {
        if (!IsStopping)
        {
            IsStopping = true;
            _world.History.OfClient(HistoryKind.StopAsked, Index);
            Post(SessionInput.Stop());
        }
    }

    /// <summary>The shell believes that the machine has slept.</summary>
    public void Wake() => Post(SessionInput.Resumed());

    public void OnDialled(SimConnection connection) => Post(SessionInput.DialSucceeded(connection.ClientNumber));

    public void OnDialFailed(SimConnection connection, ConnectionEnd end) =>
        Post(SessionInput.DialFailed(connection.ClientNumber, end));

    public void OnLost(SimConnection connection, ConnectionEnd end) =>
        Post(SessionInput.ConnectionLost(connection.ClientNumber, end));

    public void OnReceived(SimConnection connection, Chunk chunk) =>
        Post(SessionInput.Received(connection.ClientNumber, chunk.Memory), chunk);

    public void OnWritten(SimConnection connection, WireBuffer buffer) =>
        Post(SessionInput.Written(connection.ClientNumber, buffer));

    /// <summary>Writes down how far everything bounded has gone.</summary>
    public void ReportPeaks()
    {
        _publisher.ReportPeaks();
        foreach (var subscriber in _subscribers)
        {
            subscriber.ReportPeaks();
        }
    }

    protected override void OnOther(in SimEvent happening)
    {
        if (happening.Code == SeeList)
        {
            Post(SessionInput.RelaysChanged(_world.ListAfter((ListChange)happening.Subject!)));
        }
        else if (happening.Code == EndProcess)
        {
            if (!_world.HasHealed)
            {
                Stop();
            }
        }
        else if (!IsStopping)
        {
            Post(SessionInput.Start());
            _publisher.Begin();
            foreach (var subscriber in _subscribers)
            {
                subscriber.Begin();
            }
        }
    }

    protected override bool IsTick(in SessionInput input) => input.Kind == SessionInputKind.Tick;

    protected override void Step(in SessionInput input)
    {
        if (_hasStopped)
        {
            // The shell's loop has ended; what was still in its inbox is dropped with it.
            return;
        }

        switch (input.Kind)
        {
            case SessionInputKind.Received:
                NoteReceived(input.Connection, input.Bytes.Span);
                break;
            case SessionInputKind.ConnectionLost:
                NoteLost(input.Connection);
                break;
            case SessionInputKind.Publish:
                // As the shell does: those that wait one behind the other are one input.
                _publisher.OnAccepted();
                _sends.AddRange(input.Messages);
                return;
            case SessionInputKind.RelaysChanged:
                _world.History.ListSeen(Index, _world.SetOf(input.Relays));
                break;
        }

        HandOverSends();
        _session.Step(input, Now);
        if (input.Kind == SessionInputKind.Subscribe)
        {
            _subscriptions.Add(input.Subscription.Number, (SimSubscription)input.Subscription);
        }
        else if (input.Kind == SessionInputKind.CancelSend)
        {
            _publisher.OnCancelled((SimMessage)input.Message);
        }
    }

    protected override void CarryOutEffects()
    {
        HandOverSends();
        while (_session.TryTakeEffect(out var effect))
        {
            if (_hasStopped)
            {
                throw new InvalidOperationException($"The session asked for {effect.Kind} after Stopped.");
            }

            CarryOut(effect);
        }

        foreach (var connection in _justOpened)
        {
            // Only now: a receipt in the same batch may have been given before the relay was open.
            if (_welcomed.Contains(connection))
            {
                _world.History.RelayOpened(Index, _connections[connection].Relay.Index);
            }
        }

        _justOpened.Clear();
        _publisher.NotePeaks(_session.Counters.Retained);
        RankNowAndThen();
    }

    private void HandOverSends()
    {
        if (_sends.Count > 0)
        {
            _session.Step(SessionInput.Publish(_sends.ToArray()), Now);
            _sends.Clear();
        }
    }

    private void CarryOut(in SessionEffect effect)
    {
        switch (effect.Kind)
        {
            case SessionEffectKind.Dial:
                Dial(effect.Connection, effect.Relay, effect.WantsFreshToken);
                break;
            case SessionEffectKind.Write:
                _connections[effect.Connection].WriteFromClient(effect.Buffer);
                break;
            case SessionEffectKind.Close:
                NoteLost(effect.Connection);
                _connections[effect.Connection].CloseFromClient();
                break;
            case SessionEffectKind.Abort:
                NoteLost(effect.Connection);
                _connections[effect.Connection].AbortFromClient();
                break;
            case SessionEffectKind.SendsSettled:
                foreach (var send in effect.Settled)
                {
                    _publisher.OnSettled((SimMessage)send);
                }

                break;
            case SessionEffectKind.SendReleased:
                _publisher.OnReleased((SimMessage)effect.Message);
                break;
            case SessionEffectKind.Subscribed:
                _world.History.Subscribed(((SimSubscription)effect.Subscription).Id);
                SubscriberOf((SimSubscription)effect.Subscription)?.OnConfirmed((SimSubscription)effect.Subscription);
                break;
            case SessionEffectKind.Skipped:
                ((SimSubscription)effect.Subscription).Progress.Skipped(effect.Through);
                break;
            case SessionEffectKind.Reached:
                ((SimSubscription)effect.Subscription).Progress.Reached(effect.Position);
                break;
            case SessionEffectKind.Deliver:
                Deliver(effect);
                break;
            case SessionEffectKind.SubscriptionEnded:
                End((SimSubscription)effect.Subscription, effect.SubscriptionEnd);
                break;
            case SessionEffectKind.Event:
                Note(effect.Event);
                break;
            case SessionEffectKind.Drained:
                _world.History.OfClient(HistoryKind.Drained, Index);
                break;
            case SessionEffectKind.Stopped:
                _world.History.OfClient(HistoryKind.Stopped, Index);
                _hasStopped = true;
                break;
            default:
                throw new InvalidOperationException($"The session asked for {effect.Kind}.");
        }
    }

    private void Dial(int number, RelayEndpoint endpoint, bool withFreshToken)
    {
        var relay = _world.Relays[_world.RelayOf(endpoint)];
        _connections.Add(number, _world.Network.Dial(this, number, relay, withFreshToken));
        _addresses.Add(number, endpoint.Url);
    }

    private void Deliver(in SessionEffect effect)
    {
        var subscription = (SimSubscription)effect.Subscription;
        var message = effect.Delivery;
        var producer = message.Id.Generation == 1 ? _world.ClientOf(message.Id.Producer) : -1;
        _world.History.Delivered(
            subscription.Id, producer, _world.TopicOf(message.Topic), message.Id.Sequence,
            PayloadHash.Of(message.Payload.Span), message.GapBefore is not null);
        var bytes = message.Payload.Length + message.Headers.Length;
        subscription.Add(new(message.Id, effect.Connection, effect.Credit, bytes));
        SubscriberOf(subscription)?.OnDelivered(subscription);
    }

    private void End(SimSubscription subscription, in SubscriptionEnd end)
    {
        _world.History.SubscriptionEnded(subscription.Id, end.Kind);
        subscription.HasEnded = true;
    }

    private void Note(SessionEvent what)
    {
        if (what is SessionEvent.TrustChanged trust)
        {
            _world.History.RelayTrust(Index, _world.RelayOf(trust.Relay), trust.IsTrusted);
        }
        else if (what is SessionEvent.RelayClosed { Reason: CloseReason.Silent or CloseReason.NoProgress } closed)
        {
            _world.History.RelayGivenUp(Index, _world.RelayOf(closed.Relay), closed.Reason);
        }
        else if (what is SessionEvent.RelayClosed { Reason: CloseReason.Requested, WasOpen: true } left && !IsStopping
            && _addresses[left.Connection] == left.Relay.Url)
        {
            // At an address that the relay no longer has it is not the relay that is left: it goes on at its new one.
            _world.History.RelayLeft(Index, _world.RelayOf(left.Relay));
        }
        else if (what is SessionEvent.GapDetected gap)
        {
            var lost = gap.Gap;
            _world.History.Gap(
                _subscriptions[gap.Subscription].Id, _world.ClientOf(lost.Producer), lost.First, lost.Last, lost.Reason);
        }
    }

    private void NoteReceived(int connection, ReadOnlySpan<byte> message)
    {
        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Welcome && _connections[connection].AtClient == EndState.Open && _welcomed.Add(connection))
            {
                _justOpened.Add(connection);
            }
            else if (reader.Type == FrameType.GoAway)
            {
                NoteLost(connection);
            }
        }
    }

    private void NoteLost(int connection)
    {
        if (_welcomed.Remove(connection))
        {
            _world.History.RelayLost(Index, _connections[connection].Relay.Index);
        }
    }

    private Subscriber? SubscriberOf(SimSubscription subscription)
    {
        foreach (var subscriber in _subscribers)
        {
            if (subscriber.Current == subscription)
            {
                return subscriber;
            }
        }

        return null;
    }

    private void RankNowAndThen()
    {
        if (_plan.Ranks && _session.RelaysVersion != _rankedVersion)
        {
            _rankedVersion = _session.RelaysVersion;
            if (Random.Chance(0.3))
            {
                string[] ranking = [.. _world.Relays.Select(relay => relay.Endpoint.Id)];
                Random.Shuffle(ranking);
                Post(SessionInput.Ranked(ranking));
            }
        }
    }

    // Of its own: when an application commits must not shift what else happens in a seed.
    private SimRandom Commits(int number) => new(StableHash.Of(Producer.Value.ToByteArray()) + (ulong)number);

    private static SessionOptions Options(Scenario scenario, ClientPlan plan) => new()
    {
        Standbys = scenario.Standbys,
        RequiredAcks = plan.RequiredAcks,
        DiscoveryInterval = scenario.Lists?.Interval ?? new SessionOptions().DiscoveryInterval,
        OutboxCapacity = plan.OutboxCapacity,
        MessageTimeout = plan.MessageTimeout,
        HoldTime = plan.HoldTime,
        HoldCapacity = plan.HoldCapacity,
        MaxProducers = MaxProducers,
        BackoffMin = plan.BackoffMin,
        BackoffMax = plan.BackoffMax,
        CanRefreshToken = true,
    };
}
