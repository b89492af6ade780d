using System.Diagnostics;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// The subscriber's half of the delivery rules for one subscription: takes what its <see cref="SubscriptionSources"/> answer
/// and deliver, puts that through the <see cref="Merge"/>, and ends when there is nobody left to read.
/// </summary>
internal sealed class Subscription
{
    private readonly SubscriptionHandle _handle;
    private readonly SessionContext _context;
    private readonly SubscriptionNumbers _numbers;
    private readonly List<Subscription> _missing;
    private readonly ProducerStreams _streams;
    private readonly SubscriptionSources _sources;
    private readonly AbsenceEvidence _absence;
    private readonly Merge _merge;
    private bool _isConfirmed;
    private bool _isTracked;

    public Subscription(
        SubscriptionHandle handle, SessionContext context, RelayRoster roster, Func<Connection, WireBuffer> control,
        SubscriptionNumbers numbers, List<Subscription> missing)
    {
        (_handle, _context, _numbers, _missing) = (handle, context, numbers, missing);
        _streams = new ProducerStreams(roster);
        _sources = new SubscriptionSources(handle, context, roster, _streams, control);
        _absence = new AbsenceEvidence(context, handle, _sources);
        _merge = new Merge(context, handle, _sources, _streams, _absence);
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
        if (_sources.Find(relay) is { } source && !source.IsAskedOn(connection.Number))
        {
            var number = source.Connection == connection.Number ? _numbers.Renew(this, source.Number) : Number;
            _sources.Ask(source, connection, number);
        }
    }

    public void Lost(RelayNode relay) => _sources.Find(relay)?.Lost();

    public void Leave(RelayNode relay)
    {
        if (_sources.Find(relay) is { } source)
        {
            _sources.Leave(source);
        }
    }

    /// <summary>Reads a relay too, unless it does already.</summary>
    public void Join(RelayNode relay) => _sources.Join(relay);

    /// <summary>
    /// Whether nothing more is to be had of a relay that is being left: its log was read to the end after its time was over,
    /// or it has kept silent for <c>HoldTime</c>. Asks it for the end of its log where that is not known.
    /// </summary>
    public bool HasReadOut(RelayNode relay)
    {
        if (_sources.Find(relay) is not { } source || _sources.IsReadOut(source))
        {
            return true;
        }

        if (source is { State: SourceState.Live, SyncAsked: 0 })
        {
            _absence.AskWhatIsLeft(source);
        }

        return _sources.ReadOutBy(source) <= _context.Now;
    }

    /// <summary>When a relay that is being left is waited for no longer; <see cref="Instant.Never"/>: it is not waited for.</summary>
    public Instant ReadOutBy(RelayNode relay) =>
        _sources.Find(relay) is { } source ? _sources.ReadOutBy(source) : Instant.Never;

    /// <summary>A relay is left for good.</summary>
    public void Forget(RelayNode relay)
    {
        if (_sources.Find(relay) is not { } source)
        {
            return;
        }

        _sources.Leave(source);
        _sources.Remove(source);
        _streams.Forget(relay.Slot);
        if (!EndIfRefused())
        {
            ResolveMisses();
        }
    }

    public void Widen() => _streams.Widen();

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
            _sources.Leave(source);
        }

        _context.Effects.Add(SessionEffect.EndSubscription(_handle, end));
    }

    public void Consumed(int origin, long credit) => _sources.Consumed(origin, credit);

    /// <summary>Returns what is wrong with the frame, or <c>null</c>.</summary>
    public string? OnSubscribed(RelayNode relay, in SubscribedFrame frame)
    {
        if (_sources.Find(relay) is not { State: not SourceState.Away } source || frame.Subscription != source.Number)
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
        if (_sources.Find(relay) is not { State: not SourceState.Away } source || frame.Subscription != source.Number)
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
        if (_sources.Find(relay) is { State: SourceState.Live } source && source.Number == frame.Subscription && source.SyncAsked == frame.Nonce)
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
        if (!HasEnded && !_merge.HasMisses)
        {
            _sources.TellPositions();
        }
    }

    private void Enter(SourceCursor source, in SubscribedFrame frame)
    {
        if (frame.Outcome == SubscribeOutcome.Reset)
        {
            _streams.ForgetPassed(source.Relay.Slot);
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
        var isRefused = _sources.AreAllRefused;
        if (isRefused)
        {
            End(new(SubscriptionEndKind.Refused, Detail: "every relay of the set refused it"));
        }

        return isRefused;
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
