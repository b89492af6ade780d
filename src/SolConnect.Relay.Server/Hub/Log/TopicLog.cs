using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Connections;
using SolConnect.Relay.Server.Hub.Subscriptions;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>One topic: its records with offsets, its producers, and the cursors that read it.</summary>
internal sealed class TopicLog(
    string name, long firstOffset, Instant? trimmedThrough, HubOptions options, LogBudget budget, SegmentPool pool)
{
    private readonly LogRing _ring = new(firstOffset);
    private readonly SegmentWriter _segments = new(pool);
    private readonly ProducerTable _producers = new(options.MaxProducersPerTopic);
    private readonly HashSet<HubSubscription> _cursors = [];
    private long _walks;

    public string Name { get; } = name;

    public long First => _ring.First;

    public long End => _ring.End;

    /// <summary>Encoded records that the log holds.</summary>
    public long Bytes { get; private set; }

    /// <summary>When the newest of the trimmed records was appended; null while nothing was trimmed.</summary>
    public Instant? TrimmedThrough { get; private set; } = trimmedThrough;

    public IReadOnlyCollection<HubSubscription> Cursors => _cursors;

    /// <summary>Aliases of open connections that refer to this log.</summary>
    public int Users { get; set; }

    /// <summary>Records were appended since the cursors were last told.</summary>
    public bool HasNews { get; set; }

    /// <summary>Nothing in it can matter to anybody any more.</summary>
    public bool IsForgettable => Users == 0 && _cursors.Count == 0 && First == End && _producers.Count == 0;

    public ref readonly LogEntry this[long offset] => ref _ring[offset];

    public void Attach(HubSubscription cursor) => _cursors.Add(cursor);

    public void Detach(HubSubscription cursor)
    {
        cursor.End();
        _cursors.Remove(cursor);
    }

    /// <summary>
    /// Appends a message or a tombstone, or says why not. Append and the producer's new state are one step.
    /// </summary>
    /// <param name="last">The producer's last sequence in this log, afterwards.</param>
    /// <param name="rate">What the connection may add; null for anything. Charged for what is new only.</param>
    public SequenceVerdict Append(in LogRecord record, long floor, RateLimit? rate, Instant now, out long last)
    {
        var producer = Find(record.Producer, record.Generation, now, out var fenced);
        last = producer?.Last ?? 0;
        if (fenced)
        {
            return SequenceVerdict.Fenced;
        }

        var verdict = ProducerEntry.Judge(producer, record.Sequence, floor);
        if (verdict != SequenceVerdict.Append)
        {
            return verdict;
        }

        // A copy of what is here already costs nothing: a resend from the floor could otherwise never get past it.
        if (rate?.TryTake(record.EncodedLength, now) == false)
        {
            return SequenceVerdict.TooFast;
        }

        if (!MakeRoom(record.EncodedLength))
        {
            return SequenceVerdict.Full;
        }

        producer ??= _producers.Add(record.Producer, record.Generation, now);
        Store(record, producer, producer.Append(record.Sequence, End), now);
        last = producer.Last;
        return SequenceVerdict.Append;
    }

    /// <summary>Appends a mark where it says something new. False: the producer is fenced.</summary>
    public bool Mark(ProducerId id, long generation, long through, Instant now, out long last)
    {
        var producer = Find(id, generation, now, out var fenced);
        last = producer?.Last ?? 0;
        if (!fenced && through > last)
        {
            // A mark is a few bytes and may be the only evidence of a loss, so it is taken even where memory is short.
            producer ??= _producers.Add(id, generation, now);
            var record = new LogRecord
            {
                Kind = RecordKind.Mark,
                Producer = id,
                Generation = generation,
                Sequence = through,
            };
            Store(record, producer, producer.Mark(through, End), now);
            last = through;
        }

        return !fenced;
    }

    /// <summary>The first offset whose record was appended at or after a moment.</summary>
    public long FirstSince(Instant moment)
    {
        var (low, high) = (First, End);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = _ring[middle].AppendedAt < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>
    /// Per producer, the last sequence before an offset. Costs a walk over what a cursor there will read anyway.
    /// </summary>
    public List<FrontierEntry> FrontierAt(long offset)
    {
        var walk = ++_walks;
        var seen = new HashSet<ProducerId>();
        var frontier = new List<FrontierEntry>();
        for (var at = offset; at < End; at++)
        {
            ref readonly var entry = ref _ring[at];
            if (entry.Producer.VisitedBy != walk)
            {
                entry.Producer.VisitedBy = walk;
                if (seen.Add(entry.Producer.Producer))
                {
                    AddTo(frontier, entry.Producer, entry.Previous);
                }
            }
        }

        foreach (var producer in _producers.Entries)
        {
            if (!seen.Contains(producer.Producer))
            {
                AddTo(frontier, producer, producer.Last);
            }
        }

        return frontier;
    }

    /// <summary>
    /// Drops what is beyond retention: records at the log's beginning, and producers silent for long.
    /// </summary>
    public void Trim(Instant now)
    {
        while (_ring.Count > 0 && IsBeyondRetention(now))
        {
            TrimFirst();
        }

        _producers.ForgetSilentSince(now - (options.RetentionTime + options.ProducerMemory));
    }

    /// <summary>Gives unused memory back. For now and then: the next records have to grow it again.</summary>
    public void Shrink()
    {
        _ring.Shrink();
        if (_ring.Count == 0)
        {
            _segments.Reset();
        }
    }

    private static void AddTo(List<FrontierEntry> frontier, ProducerEntry producer, long sequence)
    {
        if (sequence > 0)
        {
            frontier.Add(new(producer.Producer, producer.Generation, sequence));
        }
        else if (producer.LowerLast > 0)
        {
            frontier.Add(new(producer.Producer, producer.LowerGeneration, producer.LowerLast));
        }
    }

    private ProducerEntry? Find(ProducerId id, long generation, Instant now, out bool fenced)
    {
        var known = _producers.Find(id);
        fenced = known?.Generation > generation;
        if (known is null || known.Generation < generation)
        {
            return null;
        }

        if (!fenced)
        {
            _producers.Touch(known, now);
        }

        return known;
    }

    private void Store(in LogRecord record, ProducerEntry producer, long previous, Instant now)
    {
        var (segment, start) = _segments.Write(record);
        var length = segment.Records.Length - start;
        _ring.Append(new()
        {
            Segment = segment,
            Start = start,
            Length = length,
            AppendedAt = now,
            Producer = producer,
            Previous = previous,
        });
        Bytes += length;
        budget.Used += length;
        Trim(now);
    }

    // Memory that other topics use cannot be taken from them, so a topic first gives up its own oldest records.
    private bool MakeRoom(int length)
    {
        if (budget.Used - Bytes + length > budget.Limit)
        {
            return false;
        }

        while (budget.Used + length > budget.Limit)
        {
            TrimFirst();
        }

        return true;
    }

    private bool IsBeyondRetention(Instant now) =>
        _ring.Count > options.RetentionRecords || Bytes > options.RetentionBytes
        || now - _ring[First].AppendedAt > options.RetentionTime;

    private void TrimFirst()
    {
        ref readonly var entry = ref _ring[First];
        TrimmedThrough = entry.AppendedAt;
        Bytes -= entry.Length;
        budget.Used -= entry.Length;
        pool.LetGo(entry.Segment);
        _ring.RemoveFirst();
    }
}
