using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Who can still bring what one subscription misses. A relay is out of the question once its log has gone past the missing
/// message, or has answered a Sync that was sent after the message was known to exist.
/// </summary>
internal sealed class AbsenceEvidence(SessionContext context, SubscriptionHandle handle, SubscriptionSources sources)
{
    // A log may be filled up by the producer after it was asked, so an answer is good for a moment only.
    private static readonly TimeSpan SyncHolds = TimeSpan.FromSeconds(1);

    // Grows with each thing that older answers say nothing about.
    private long _epoch;

    /// <summary>Something up to this sequence exists. If that is news, what relays have answered before says nothing about it.</summary>
    public void Learn(ProducerStream stream, long upTo)
    {
        if (stream.Learn(upTo, _epoch + 1, context.Now))
        {
            _epoch++;
        }
    }

    /// <summary>A relay delivers something new of a producer that is waited for: it is being filled up, and has to be asked again.</summary>
    public void Void(ProducerStream stream, SourceCursor source)
    {
        if (stream.HasMiss && source.SyncAnswered >= stream.OldestMiss.Epoch)
        {
            stream.AskAgainFrom[source.Relay.Slot] = ++_epoch;
        }
    }

    /// <summary>
    /// Whether every relay has shown that it does not hold the first of the missing messages, and through which sequence
    /// that is certain; otherwise since when the wait for the others counts.
    /// </summary>
    public (bool AllExcluded, long Shown, Instant Latest) Exclude(ProducerStream stream, in Miss miss, long upTo)
    {
        var (all, latest) = (true, miss.Since);
        stream.RecheckAt = Instant.Never;
        foreach (var source in sources)
        {
            if (source.State == SourceState.Refused || sources.IsOutOfScope(source))
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

    /// <summary>Whether a relay that may hold what is missing is being read and can go on without the hold buffer's help.</summary>
    public bool CanAnyBring(ProducerStream stream, in Miss miss)
    {
        foreach (var source in sources)
        {
            if (source.State == SourceState.Live && !sources.IsOutOfScope(source) && !HasShown(stream, source, miss)
                && stream.Passed[source.Relay.Slot] <= stream.Last
                && (source.Granted > 0 || (handle.BufferBytes - source.Withheld) * 4 >= handle.BufferBytes))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Asks those that have not shown yet whether they hold what is missing.</summary>
    public void Ask(ProducerStream stream, in Miss miss)
    {
        foreach (var source in sources)
        {
            if (!HasShown(stream, source, miss) && stream.Passed[source.Relay.Slot] < miss.UpTo)
            {
                sources.AskSync(source, _epoch);
            }
        }
    }

    /// <summary>Asks a relay to tell when it has delivered its log, whether or not anything is missing.</summary>
    public void AskWhatIsLeft(SourceCursor source) => sources.AskSync(source, ++_epoch);

    // Its log held nothing more of what is missing a moment ago, and it has delivered nothing new of this producer since.
    private bool HasShown(ProducerStream stream, SourceCursor source, in Miss miss) =>
        source.SyncAnswered >= Math.Max(miss.Epoch, stream.AskAgainFrom[source.Relay.Slot])
        && context.Now - source.SyncedAsOf < SyncHolds;
}
