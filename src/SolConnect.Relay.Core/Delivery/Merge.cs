using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Makes one stream out of the logs that a subscription reads: each producer's messages once, in the order in which they
/// were sent. What comes before its time is held in the <see cref="HoldBuffer"/>; what is missing is waited for until, by
/// the <see cref="AbsenceEvidence"/>, no relay holds it.
/// </summary>
internal sealed class Merge(
    SessionContext context, SubscriptionHandle handle, SubscriptionSources sources, ProducerStreams streams,
    AbsenceEvidence absence)
{
    private readonly HoldBuffer _held = new(context, sources);
    private readonly List<ProducerStream> _missing = [];

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
            sources.Return(source, cost);
            context.Counters.DuplicatesDropped += record.Kind == RecordKind.Message ? 1 : 0;
            Learn(stream, record.Sequence);
        }
        else if (record.Sequence == stream.Last + 1)
        {
            absence.Void(stream, source);
            if (record.Kind == RecordKind.Message)
            {
                stream.AdvanceTo(record.Sequence);
                HandOut(stream, source, Copy(source, frame), cost);
            }
            else
            {
                Skip(stream, record.Sequence);
                sources.Return(source, cost);
            }
        }
        else
        {
            absence.Void(stream, source);
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
        var record = frame.Record;
        var size = record.Payload.Length + record.Headers.Length;
        _held.Add(stream, record.Sequence, new(record.Kind, Copy(source, frame), source, cost, size));
        Learn(stream, record.Sequence);
    }

    private void Learn(ProducerStream stream, long upTo)
    {
        absence.Learn(stream, upTo);
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
            var (verdict, shown, latest) = absence.Exclude(stream, miss, upTo);
            stream.Deadline = latest + context.Options.HoldTime;
            if (verdict)
            {
                GiveUp(stream, shown, GapReason.Missing);
            }
            else if (_held.IsFull && !absence.CanAnyBring(stream, miss))
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
                absence.Ask(stream, miss);
                return;
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
            sources.Return(stale.Source, _held.Release(stale));
            context.Counters.DuplicatesDropped++;
        }

        while (stream.TryTakeNext(out var sequence, out var held))
        {
            var withheld = _held.Release(held);
            if (held.Kind != RecordKind.Message)
            {
                Skip(stream, sequence);
                sources.Return(held.Source, withheld);
                continue;
            }

            stream.AdvanceTo(sequence);
            // Credit that went back while the message was held is owed again, now that it waits for the application.
            held.Source.CreditOwed -= held.Cost - withheld;
            HandOut(stream, held.Source, held.Message, held.Cost);
        }

        _held.ReturnWithheld();
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
        if (streams.Find(key) is { } known)
        {
            return known;
        }

        if (streams.Count >= context.Options.MaxProducers)
        {
            ForgetLongestSilent();
        }

        return streams.Add(key);
    }

    private void ForgetLongestSilent()
    {
        var victim = streams.LongestSilent;
        HandOutHeld(victim);
        while (victim.HasMiss && Fault is null)
        {
            // Only what is missing is lost: what is held goes out, as it would when HoldTime has passed.
            GiveUp(victim, victim.HasHeld ? victim.FirstHeld - 1 : victim.Evidence, GapReason.HoldBufferFull);
            HandOutHeld(victim);
        }

        _missing.Remove(victim);
        streams.Remove(victim);
        context.Effects.Report(new SessionEvent.Alert(
            AlertKind.ProducerTableFull, null, $"a subscription to '{handle.Topic}' remembers {context.Options.MaxProducers} producers"));
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
