using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Makes one stream out of the logs that a subscription reads: each producer's messages once, in the order in which they
/// were sent. What is missing is waited for until every relay has shown that it does not hold it.
/// </summary>
internal sealed class Merge(
    SessionContext context, RelayRoster roster, SubscriptionHandle handle, List<SourceCursor> sources,
    Action<SourceCursor, long> returnCredit, Action<SourceCursor, long> askSync)
{
    // A log may be filled up by the producer after it was asked, so an answer is good for a moment only.
    private static readonly TimeSpan SyncHolds = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ProducerKey, ProducerStream> _streams = [];
    private readonly List<ProducerStream> _missing = [];
    private long _epoch;
    private int _heldMessages;
    private long _heldBytes;

    public bool HasMisses => _missing.Count > 0;

    /// <summary>When the next missing message is given up.</summary>
    public Instant NextDeadline { get; private set; } = Instant.Never;

    /// <summary>The gap that ended the subscription, where its policy says so.</summary>
    public MessageGap? Fault { get; private set; }

    /// <summary>Begins behind what an earlier subscription has accounted for.</summary>
    public void Resume(SubscriptionCheckpoint checkpoint)
    {
        // Those that were heard of last come last, and those are kept where the limit was lowered since.
        foreach (var last in checkpoint.LastMessages.TakeLast(context.Options.MaxProducers))
        {
            var stream = StreamOf(new(last.Producer, last.Generation));
            stream.LastSeenAt = context.Now;
            stream.AdvanceTo(last.Sequence);
        }
    }

    /// <summary>Takes one record of a relay's log.</summary>
    public void Take(SourceCursor source, in DeliverFrame frame, int cost)
    {
        var record = frame.Record;
        var stream = StreamOf(new(record.Producer, record.Generation));
        stream.LastSeenAt = context.Now;
        stream.Passed[source.Relay.Slot] = Math.Max(stream.Passed[source.Relay.Slot], record.Sequence);
        if (record.Kind == RecordKind.Mark || record.Sequence <= stream.Last)
        {
            returnCredit(source, cost);
            context.Counters.DuplicatesDropped += record.Kind == RecordKind.Message ? 1 : 0;
            Learn(stream, record.Sequence);
        }
        else if (record.Sequence == stream.Last + 1)
        {
            VoidSync(stream, source);
            if (record.Kind == RecordKind.Message)
            {
                stream.AdvanceTo(record.Sequence);
                HandOut(stream, source, Copy(source, frame), cost);
            }
            else
            {
                Skip(stream, record.Sequence);
                returnCredit(source, cost);
            }
        }
        else
        {
            VoidSync(stream, source);
            Hold(stream, source, frame, cost);
        }

        if (stream.HasMiss || stream.HasHeld)
        {
            Resolve(stream);
            Schedule();
        }
    }

    /// <summary>
    /// Takes what a relay's log held before the subscription's start. Fresh: it was published before the subscription
    /// began, so it is not missing. Otherwise it was trimmed, which is evidence that it existed.
    /// </summary>
    public void TakeFrontier(SourceCursor source, bool isFresh)
    {
        foreach (var part in source.PendingFrontier)
        {
            var stream = StreamOf(part.Producer);
            stream.LastSeenAt = context.Now;
            stream.Passed[source.Relay.Slot] = Math.Max(stream.Passed[source.Relay.Slot], part.Sequence);
            if (isFresh)
            {
                Skip(stream, part.Sequence);
            }

            Learn(stream, part.Sequence);
        }
    }

    /// <summary>There are more relays than there ever were at a time.</summary>
    public void Widen()
    {
        foreach (var stream in _streams.Values)
        {
            stream.Widen(roster.Slots);
        }
    }

    /// <summary>Asks a relay to tell when it has delivered its log, whether or not anything is missing.</summary>
    public void AskWhatIsLeft(SourceCursor source) => askSync(source, ++_epoch);

    /// <summary>A relay is left for good, and another one may get its slot.</summary>
    public void Forget(int slot)
    {
        foreach (var stream in _streams.Values)
        {
            (stream.Passed[slot], stream.AskAgainFrom[slot]) = (0, 0);
        }
    }

    public void ForgetPassed(int slot)
    {
        foreach (var stream in _streams.Values)
        {
            stream.Passed[slot] = 0;
        }
    }

    /// <summary>Two relays are doors to one log: what one has shown, the other has too.</summary>
    public void AdoptPassed(int slot, int otherSlot)
    {
        foreach (var stream in _streams.Values)
        {
            stream.Passed[slot] = Math.Max(stream.Passed[slot], stream.Passed[otherSlot]);
        }
    }

    public void ResolveAll()
    {
        for (var index = _missing.Count - 1; index >= 0; index--)
        {
            Resolve(_missing[index]);
        }

        Schedule();
    }

    private void Hold(ProducerStream stream, SourceCursor source, in DeliverFrame frame, int cost)
    {
        // Credit comes back at once: otherwise two relays could each wait for the other's message with none left. A full
        // buffer stops the relay that is ahead; if that leaves nobody who could bring what is missing, it is given up.
        var record = frame.Record;
        var size = record.Payload.Length + record.Headers.Length;
        var isNew = stream.Hold(record.Sequence, new(record.Kind, Copy(source, frame), source, cost, size));
        _heldMessages += isNew ? 1 : 0;
        _heldBytes += isNew ? size : 0;
        if (isNew && IsFull)
        {
            source.Withheld += cost;
        }
        else
        {
            returnCredit(source, cost);
        }

        Learn(stream, record.Sequence);
    }

    private void Learn(ProducerStream stream, long upTo)
    {
        if (stream.Learn(upTo, _epoch + 1, context.Now))
        {
            _epoch++;
        }

        if ((stream.HasMiss || stream.HasHeld) && !stream.IsInMissing)
        {
            stream.IsInMissing = true;
            _missing.Add(stream);
        }
    }

    /// <summary>Hands out what has become contiguous, gives up what no relay holds, and asks those that have not shown it yet.</summary>
    private void Resolve(ProducerStream stream)
    {
        while (Fault is null)
        {
            HandOutHeld(stream);
            if (!stream.HasMiss)
            {
                stream.IsInMissing = false;
                _missing.Remove(stream);
                return;
            }

            var miss = stream.OldestMiss;
            var upTo = Math.Min(stream.HasHeld ? stream.FirstHeld - 1 : stream.Evidence, miss.UpTo);
            var (verdict, shown, latest) = Exclude(stream, miss, upTo);
            stream.Deadline = latest + context.Options.HoldTime;
            if (verdict)
            {
                GiveUp(stream, shown, GapReason.Missing);
            }
            else if (IsFull && !CanAnyBring(stream, miss))
            {
                GiveUp(stream, shown, GapReason.HoldBufferFull);
            }
            else if (stream.Deadline <= context.Now)
            {
                // No further than the relays that answer have come: they may still bring what follows.
                GiveUp(stream, shown, GapReason.HoldTimeExpired);
            }
            else
            {
                AskSyncs(stream, miss);
                return;
            }
        }
    }

    /// <summary>
    /// Whether every relay has shown that it does not hold the first of the missing messages, and through which sequence
    /// that is certain; otherwise since when the wait for the others counts.
    /// </summary>
    private (bool AllExcluded, long Shown, Instant Latest) Exclude(ProducerStream stream, in Miss miss, long upTo)
    {
        var (all, latest) = (true, miss.Since);
        stream.RecheckAt = Instant.Never;
        foreach (var source in sources)
        {
            if (source.State == SourceState.Refused || IsOutOfScope(source))
            {
                continue;
            }

            if (HasShown(stream, source, miss))
            {
                stream.RecheckAt = Instant.Earlier(stream.RecheckAt, source.SyncedAsOf + SyncHolds);
                continue;
            }

            var passed = stream.Passed[source.Relay.Slot];
            if (passed > stream.Last)
            {
                upTo = Math.Min(upTo, passed);
                continue;
            }

            all = false;
            latest = Instant.Later(latest, source.IsHeldUp ? context.Now : source.LastDeliverAt);
        }

        return (all, upTo, latest);
    }

    // Its log held nothing more of what is missing a moment ago, and it has delivered nothing new of this producer since.
    private bool HasShown(ProducerStream stream, SourceCursor source, in Miss miss) =>
        source.SyncAnswered >= Math.Max(miss.Epoch, stream.AskAgainFrom[source.Relay.Slot])
        && context.Now - source.SyncedAsOf < SyncHolds;

    private void VoidSync(ProducerStream stream, SourceCursor source)
    {
        if (stream.HasMiss && source.SyncAnswered >= stream.OldestMiss.Epoch)
        {
            stream.AskAgainFrom[source.Relay.Slot] = ++_epoch;
        }
    }

    private bool IsFull =>
        _heldMessages > context.Options.HoldCapacity || _heldBytes > context.Options.HoldBytes;

    /// <summary>Whether a relay that may hold what is missing is being read and can go on without the hold buffer's help.</summary>
    private bool CanAnyBring(ProducerStream stream, in Miss miss)
    {
        foreach (var source in sources)
        {
            if (source.State == SourceState.Live && !IsOutOfScope(source) && !HasShown(stream, source, miss)
                && stream.Passed[source.Relay.Slot] <= stream.Last
                && (source.Granted > 0 || (handle.BufferBytes - source.Withheld) * 4 >= handle.BufferBytes))
            {
                return true;
            }
        }

        return false;
    }

    // Reading from the primary alone means that all relays show the same log.
    private bool IsOutOfScope(SourceCursor source) =>
        context.Options.ReceiveFrom == ReceiveMode.Primary && !source.IsAsked && sources.Exists(other => other.IsAsked);

    private void AskSyncs(ProducerStream stream, in Miss miss)
    {
        foreach (var source in sources)
        {
            if (!HasShown(stream, source, miss) && stream.Passed[source.Relay.Slot] < miss.UpTo)
            {
                askSync(source, _epoch);
            }
        }
    }

    private void GiveUp(ProducerStream stream, long upTo, GapReason reason)
    {
        var gap = new MessageGap(stream.Key.Producer, stream.Key.Generation, stream.Last + 1, upTo, reason);
        context.Counters.Gaps++;
        context.Effects.Report(new SessionEvent.GapDetected(handle.Topic, handle.Number, gap));
        if (handle.OnGap == GapPolicy.Fault)
        {
            Fault = gap;
            return;
        }

        stream.GapBefore = stream.GapBefore is { } earlier ? gap with { First = earlier.First } : gap;
        stream.AdvanceTo(upTo);
    }

    /// <summary>Accounts for what is not handed out: tombstones, and what is older than the subscription.</summary>
    private void Skip(ProducerStream stream, long through)
    {
        var isNews = through > stream.Last;
        stream.AdvanceTo(through);

        // A gap that no message has carried yet is not accounted for: after a restart it has to be found again.
        if (isNews && stream.GapBefore is null)
        {
            var last = new MessageId(stream.Key.Producer, stream.Key.Generation, through);
            context.Effects.Skip(handle, last);
        }
    }

    private void HandOutHeld(ProducerStream stream)
    {
        while (stream.TryTakeStale(out var stale))
        {
            returnCredit(stale.Source, Release(stale));
            context.Counters.DuplicatesDropped++;
        }

        while (stream.TryTakeNext(out var sequence, out var held))
        {
            var withheld = Release(held);
            if (held.Kind != RecordKind.Message)
            {
                Skip(stream, sequence);
                returnCredit(held.Source, withheld);
                continue;
            }

            stream.AdvanceTo(sequence);
            // Credit that went back while the message was held is owed again, now that it waits for the application.
            held.Source.CreditOwed -= held.Cost - withheld;
            HandOut(stream, held.Source, held.Message, held.Cost);
        }

        if (!IsFull)
        {
            ReturnWithheld();
        }
    }

    /// <summary>Takes a message out of the hold buffer. Returns how much of its credit was kept back.</summary>
    private long Release(in HeldMessage held)
    {
        _heldMessages--;
        _heldBytes -= held.Size;
        var withheld = Math.Min(held.Source.Withheld, held.Cost);
        held.Source.Withheld -= withheld;
        return withheld;
    }

    private void HandOut(ProducerStream stream, SourceCursor source, in RelayMessage message, int cost)
    {
        source.Unconsumed += cost;
        context.Counters.MessagesReceived++;
        var delivery = stream.GapBefore is null ? message : message with { GapBefore = stream.GapBefore };
        context.Effects.Deliver(handle, source.Relay.Origin, cost, delivery);
        stream.GapBefore = null;
    }

    private RelayMessage Copy(SourceCursor source, in DeliverFrame frame)
    {
        var record = frame.Record;
        return new()
        {
            Topic = handle.Topic,
            Payload = record.Payload.IsEmpty ? default : record.Payload.ToArray(),
            Headers = record.Headers.IsEmpty ? default : record.Headers.ToArray(),
            Id = new(record.Producer, record.Generation, record.Sequence),
            SentAt = WireTime.ToDateTime(record.Timestamp),
            IsRedelivery = frame.Offset < source.ReplayedBefore,
        };
    }

    private ProducerStream StreamOf(ProducerKey key)
    {
        if (_streams.TryGetValue(key, out var stream))
        {
            return stream;
        }

        if (_streams.Count >= context.Options.MaxProducers)
        {
            ForgetLongestSilent();
        }

        stream = new ProducerStream(key, roster.Slots);
        _streams.Add(key, stream);
        return stream;
    }

    private void ForgetLongestSilent()
    {
        // One that is waited for is kept if there is any other: forgetting it would forget its gap.
        var victim = _streams.Values.OrderBy(stream => stream.IsInMissing).ThenBy(stream => stream.LastSeenAt).First();
        HandOutHeld(victim);
        while (victim.HasMiss && Fault is null)
        {
            // Only what is missing is lost: what is held goes out, as it would when HoldTime has passed.
            GiveUp(victim, victim.HasHeld ? victim.FirstHeld - 1 : victim.Evidence, GapReason.HoldBufferFull);
            HandOutHeld(victim);
        }

        _missing.Remove(victim);
        _streams.Remove(victim.Key);
        context.Effects.Report(new SessionEvent.Alert(
            AlertKind.ProducerTableFull, null, $"a subscription to '{handle.Topic}' remembers {context.Options.MaxProducers} producers"));
    }

    /// <summary>The hold buffer has room again: the relays that were stopped for it go on.</summary>
    private void ReturnWithheld()
    {
        foreach (var source in sources)
        {
            var withheld = source.Withheld;
            if (withheld > 0)
            {
                source.Withheld = 0;
                returnCredit(source, withheld);
            }
        }
    }

    private void Schedule()
    {
        NextDeadline = Instant.Never;
        foreach (var stream in _missing)
        {
            NextDeadline = Instant.Earlier(NextDeadline, Instant.Earlier(stream.Deadline, stream.RecheckAt));
        }
    }
}
