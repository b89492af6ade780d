using System.Diagnostics;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// The subscriber's half of the delivery rules for one subscription: asks every relay, keeps a position on each log and
/// credit with each relay. What comes in goes through the <see cref="Merge"/>.
/// </summary>
internal sealed class Subscription
{
    private readonly SubscriptionHandle _handle;
    private readonly SessionContext _context;
    private readonly Func<Connection, WireBuffer> _control;
    private readonly SubscriptionNumbers _numbers;
    private readonly List<Subscription> _missing;
    private readonly List<SourceCursor> _sources;
    private readonly Merge _merge;
    private readonly Instant _startedAt;
    private bool _isConfirmed;
    private bool _isTracked;

    public Subscription(
        SubscriptionHandle handle, SessionContext context, RelayRoster roster, Func<Connection, WireBuffer> control,
        SubscriptionNumbers numbers, List<Subscription> missing)
    {
        (_handle, _context, _control, _numbers) = (handle, context, control, numbers);
        (_missing, _startedAt) = (missing, context.Now);
        _sources = [.. roster.Read.Where(relay => !relay.IsLeaving).Select(relay => new SourceCursor(relay))];
        _merge = new Merge(context, roster, handle, _sources, Return, AskSync);
        if (handle.ResumeFrom is { } checkpoint)
        {
            _merge.Resume(checkpoint);
        }
    }

    public int Number => _handle.Number;

    public bool HasEnded { get; private set; }

    public Instant NextDeadline => _merge.NextDeadline;

    /// <summary>Waits for <see cref="TellPositions"/> at the end of the step.</summary>
    public bool IsTouched { get; set; }

    /// <summary>Subscribes on a relay that has opened, where that has not been done on this connection.</summary>
    public void Ask(RelayNode relay)
    {
        var connection = relay.Connection!;
        if (SourceOf(relay) is not { } source
            || (source.Connection == connection.Number && source.State != SourceState.Away))
        {
            return;
        }

        if (source.Log != relay.Log)
        {
            // Another log: nothing that was read of the old one says anything about it.
            source.HasLostLog |= source.HasPosition;
            (source.Log, source.HasPosition, source.SyncAnswered) = (relay.Log, false, 0);
            _merge.ForgetPassed(relay.Slot);
        }

        AdoptPosition(source);
        source.HasLostLog &= !source.HasPosition;
        source.Number = source.Connection == connection.Number ? _numbers.Renew(this, source.Number) : Number;
        (source.Connection, source.State, source.SyncAsked) = (connection.Number, SourceState.Asked, 0);
        var free = _handle.BufferBytes - source.Unconsumed - source.Withheld;
        (source.CreditOwed, source.Granted) = (Math.Min(0, free), Math.Max(0, free));
        source.PendingFrontier.Clear();
        var (kind, start, time) = source.HasPosition ? (StartKind.Position, new LogPosition(source.Log, source.NextOffset), 0L)
            : _handle.Start == SubscriptionStart.Earliest || _handle.ResumeFrom is not null
                ? (StartKind.Earliest, default, 0L)
            : (StartKind.Time, default, relay.Clock.NotAfter(_startedAt));
        new SubscribeFrame(source.Number, _handle.Topic, kind, start, time, source.Granted).Write(_control(connection));
    }

    public void Lost(RelayNode relay)
    {
        if (SourceOf(relay) is { } source)
        {
            Lost(source);
        }
    }

    private static void Lost(SourceCursor source) =>
        (source.State, source.SyncAsked, source.Granted, source.CreditOwed) = (SourceState.Away, 0, 0, 0);

    public void Leave(RelayNode relay)
    {
        if (SourceOf(relay) is { } source)
        {
            Leave(source);
        }
    }

    private void Leave(SourceCursor source)
    {
        if (source.IsAsked && source.Relay.Connection is { } connection)
        {
            new UnsubscribeFrame(source.Number).Write(_control(connection));
        }

        Lost(source);
    }

    /// <summary>Reads a relay too, unless it does already.</summary>
    public void Join(RelayNode relay)
    {
        if (SourceOf(relay) is null)
        {
            _sources.Add(new(relay));
        }
    }

    /// <summary>
    /// Whether nothing more is to be had of a relay that is being left: its log was read to the end after its time was over,
    /// or it has kept silent for <c>HoldTime</c>. Asks it for the end of its log where that is not known.
    /// </summary>
    public bool HasReadOut(RelayNode relay)
    {
        if (SourceOf(relay) is not { } source || IsReadOut(source))
        {
            return true;
        }

        if (source is { State: SourceState.Live, SyncAsked: 0 })
        {
            _merge.AskWhatIsLeft(source);
        }

        return ReadOutBy(relay) <= _context.Now;
    }

    /// <summary>When a relay that is being left is waited for no longer; <see cref="Instant.Never"/>: it is not waited for.</summary>
    public Instant ReadOutBy(RelayNode relay) => SourceOf(relay) is not { } source || IsReadOut(source) || source.IsHeldUp
        ? Instant.Never
        : Instant.Later(relay.LeavingSince, source.LastDeliverAt) + _context.Options.HoldTime;

    /// <summary>A relay is left for good.</summary>
    public void Forget(RelayNode relay)
    {
        if (SourceOf(relay) is not { } source)
        {
            return;
        }

        Leave(source);
        _sources.Remove(source);
        _merge.Forget(relay.Slot);
        if (!EndIfRefused())
        {
            ResolveMisses();
        }
    }

    public void Widen() => _merge.Widen();

    // Where the primary alone is read, another relay has nothing that it has not.
    private bool IsReadOut(SourceCursor source) => source.State == SourceState.Refused
        || (source.State == SourceState.Live && source.SyncedAsOf >= source.Relay.LeavingSince)
        || (_context.Options.ReceiveFrom == ReceiveMode.Primary && !source.IsAsked);

    public void End(SubscriptionEnd end)
    {
        if (HasEnded)
        {
            return;
        }

        HasEnded = true;
        _missing.Remove(this);
        foreach (var source in _sources)
        {
            Leave(source);
        }

        _context.Effects.Add(SessionEffect.EndSubscription(_handle, end));
    }

    public void Consumed(int origin, long credit)
    {
        // What came from a relay that was left since is nobody's credit.
        foreach (var source in _sources)
        {
            if (source.Relay.Origin == origin)
            {
                source.Unconsumed -= credit;
                Return(source, credit);
            }
        }
    }

    /// <summary>Returns what is wrong with the frame, or <c>null</c>.</summary>
    public string? OnSubscribed(RelayNode relay, in SubscribedFrame frame)
    {
        if (SourceOf(relay) is not { State: not SourceState.Away } source || frame.Subscription != source.Number)
        {
            return null;
        }

        if (frame.Outcome == SubscribeOutcome.Refused)
        {
            OnRefused(source);
            return null;
        }

        if (frame.Log != source.Log)
        {
            return "it names another log than Welcome did";
        }

        foreach (var entry in frame.Frontier)
        {
            source.PendingFrontier.Add(new(new(entry.Producer, entry.Generation), entry.Sequence));
        }

        if (source.PendingFrontier.Count > _context.Options.MaxProducers)
        {
            return $"its frontier names more than {_context.Options.MaxProducers} producers";
        }

        if (!frame.More)
        {
            Enter(source, frame);
        }

        return null;
    }

    /// <summary>Returns what is wrong with the frame, or <c>null</c>.</summary>
    public string? OnDeliver(RelayNode relay, in DeliverFrame frame, int frameLength)
    {
        if (SourceOf(relay) is not { State: not SourceState.Away } source || frame.Subscription != source.Number)
        {
            return null;
        }

        if (source.State != SourceState.Live)
        {
            return "it came before the subscription was confirmed";
        }

        if (frame.Offset < source.NextOffset)
        {
            return $"its offset {frame.Offset} lies before {source.NextOffset}, which was delivered already";
        }

        if (source.Granted <= 0)
        {
            return "it came without credit";
        }

        source.Granted -= frameLength;
        source.NextOffset = frame.Offset + 1;
        source.LastDeliverAt = _context.Now;
        _context.Traffic.Note(_context.Now);
        _merge.Take(source, frame, frameLength);
        Settle();
        return null;
    }

    /// <summary>Returns what is wrong with the frame, or <c>null</c>.</summary>
    public string? OnSynced(RelayNode relay, in SyncFrame frame)
    {
        if (SourceOf(relay) is { State: SourceState.Live } source && source.Number == frame.Subscription && source.SyncAsked == frame.Nonce)
        {
            (source.SyncAnswered, source.SyncedAsOf, source.SyncAsked) = (frame.Nonce, source.SyncAskedAt, 0);
            ResolveMisses();
        }

        return null;
    }

    public void ResolveMisses()
    {
        _merge.ResolveAll();
        Settle();
    }

    /// <summary>
    /// Tells how far each log is accounted for, as long as nothing is held or missing: what is held was read and is not
    /// handed out, so a restart behind it would lose it.
    /// </summary>
    public void TellPositions()
    {
        IsTouched = false;
        if (HasEnded || _merge.HasMisses)
        {
            return;
        }

        foreach (var source in _sources)
        {
            var position = new LogPosition(source.Log, source.NextOffset);
            if (source.HasPosition && source.Told != position)
            {
                source.Told = position;
                _context.Effects.Add(SessionEffect.Reached(_handle, position));
            }
        }
    }

    private void Enter(SourceCursor source, in SubscribedFrame frame)
    {
        if (frame.Outcome == SubscribeOutcome.Reset)
        {
            _merge.ForgetPassed(source.Relay.Slot);
        }

        (source.State, source.HasPosition, source.NextOffset) = (SourceState.Live, true, frame.NextOffset);
        source.ReplayedBefore = _isConfirmed || _handle.ResumeFrom is not null ? frame.EndOffset : 0;
        _merge.TakeFrontier(source, isFresh: frame.Outcome == SubscribeOutcome.Fresh);
        source.PendingFrontier.Clear();
        if (!_isConfirmed)
        {
            _isConfirmed = true;
            _context.Effects.Add(SessionEffect.Subscribed(_handle));
        }

        _context.Effects.Report(new SessionEvent.SubscriptionConfirmed(
            _handle.Topic, Number, source.Relay.Endpoint, OutcomeOf(source, frame.Outcome),
            new(source.Log, source.NextOffset)));
        source.HasLostLog = false;
        ResolveMisses();
    }

    // The relay cannot know that another log of its was read before: it is asked about the new one only.
    private static SubscriptionOutcome OutcomeOf(SourceCursor source, SubscribeOutcome outcome) => outcome switch
    {
        _ when source.HasLostLog => SubscriptionOutcome.Reset,
        SubscribeOutcome.Fresh => SubscriptionOutcome.Fresh,
        SubscribeOutcome.Resumed => SubscriptionOutcome.Resumed,
        SubscribeOutcome.Gap => SubscriptionOutcome.Gap,
        SubscribeOutcome.Reset => SubscriptionOutcome.Reset,
        _ => throw new UnreachableException($"Outcome {outcome} gives no position."),
    };

    private void OnRefused(SourceCursor source)
    {
        source.State = SourceState.Refused;
        _context.Effects.Report(new SessionEvent.Alert(
            AlertKind.TopicRefused, source.Relay.Endpoint, $"refuses subscriptions to '{_handle.Topic}'"));
        if (!EndIfRefused())
        {
            ResolveMisses();
        }
    }

    private bool EndIfRefused()
    {
        var isRefused = _sources.TrueForAll(
            source => source.State == SourceState.Refused || source.Relay.Dials.Admission.IsBarred);
        if (isRefused)
        {
            End(new(SubscriptionEndKind.Refused, Detail: "every relay of the set refused it"));
        }

        return isRefused;
    }

    private SourceCursor? SourceOf(RelayNode relay)
    {
        foreach (var source in _sources)
        {
            if (source.Relay == relay)
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>
    /// Relays that are doors to one log share one position; and a log that is new here may be known to the checkpoint.
    /// </summary>
    private void AdoptPosition(SourceCursor source)
    {
        if (!source.HasPosition && _handle.ResumeFrom?.OffsetIn(source.Log) is { } offset)
        {
            (source.HasPosition, source.NextOffset) = (true, offset);
        }

        foreach (var other in _sources)
        {
            if (other != source && other.HasPosition && other.Log == source.Log
                && (!source.HasPosition || other.NextOffset > source.NextOffset))
            {
                (source.HasPosition, source.NextOffset) = (true, other.NextOffset);
                _merge.AdoptPassed(source.Relay.Slot, other.Relay.Slot);
            }
        }
    }

    private void Return(SourceCursor source, long credit)
    {
        source.CreditOwed += credit;
        if (source.IsAsked && source.CreditOwed * 4 >= _handle.BufferBytes && source.Relay.Connection is { } connection)
        {
            new CreditFrame(source.Number, source.CreditOwed).Write(_control(connection));
            source.LastDeliverAt = source.Granted <= 0 ? _context.Now : source.LastDeliverAt;
            source.Granted += source.CreditOwed;
            source.CreditOwed = 0;
        }
    }

    private void AskSync(SourceCursor source, long epoch)
    {
        if (source is { State: SourceState.Live, SyncAsked: 0 } && source.Relay.Connection is { } connection)
        {
            (source.SyncAsked, source.SyncAskedAt) = (epoch, _context.Now);
            new SyncFrame(source.Number, epoch).Write(_control(connection), FrameType.Sync);
        }
    }

    private void Settle()
    {
        if (_merge.Fault is { } gap)
        {
            End(new(SubscriptionEndKind.Gap, gap));
        }
        else if (_merge.HasMisses != _isTracked)
        {
            Track(_merge.HasMisses);
        }
    }

    private void Track(bool hasMisses)
    {
        _isTracked = hasMisses;
        if (hasMisses)
        {
            _missing.Add(this);
        }
        else
        {
            _missing.Remove(this);
        }
    }
}
