namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// What one subscription knows of one producer: what was handed out, what is held because something before it is
/// missing, what is missing, and how far each relay's log has been read.
/// </summary>
internal sealed class ProducerStream(ProducerKey key, int slots)
{
    private const int MaxMisses = 16;

    private readonly List<Miss> _misses = [];
    private SortedDictionary<long, HeldMessage>? _held;

    public ProducerKey Key { get; } = key;

    /// <summary>The highest sequence handed out or skipped for good.</summary>
    public long Last { get; private set; }

    /// <summary>The highest sequence that is known to exist.</summary>
    public long Evidence { get; private set; }

    /// <summary>By the relay's slot: the highest sequence that its log has shown.</summary>
    public long[] Passed { get; private set; } = new long[slots];

    /// <summary>
    /// By the relay's slot: the epoch from which on a Sync says that it holds nothing more. A relay that delivers something
    /// new of this producer is being filled up, and what it answered before no longer counts.
    /// </summary>
    public long[] AskAgainFrom { get; private set; } = new long[slots];

    public Instant LastSeenAt { get; set; }

    /// <summary>Reported with the next message that is handed out.</summary>
    public MessageGap? GapBefore { get; set; }

    public bool IsInMissing { get; set; }

    /// <summary>When the wait for the next sequence ends.</summary>
    public Instant Deadline { get; set; } = Instant.Never;

    /// <summary>When a relay that has shown that it lacks the next sequence has to be asked again.</summary>
    public Instant RecheckAt { get; set; } = Instant.Never;

    public bool HasMiss => Evidence > Last;

    public bool HasHeld => _held is { Count: > 0 };

    public long FirstHeld => _held!.First().Key;

    /// <summary>The oldest reason to believe that the next sequence exists.</summary>
    public Miss OldestMiss => _misses[0];

    /// <summary>There are more relays than there ever were at a time.</summary>
    public void Widen(int slots)
    {
        var (passed, askAgainFrom) = (new long[slots], new long[slots]);
        Passed.CopyTo(passed, 0);
        AskAgainFrom.CopyTo(askAgainFrom, 0);
        (Passed, AskAgainFrom) = (passed, askAgainFrom);
    }

    public void AdvanceTo(long sequence)
    {
        Last = Math.Max(Last, sequence);
        Evidence = Math.Max(Evidence, Last);
        if (_misses.Count > 0)
        {
            _misses.RemoveAll(miss => miss.UpTo <= Last);
        }
    }

    /// <summary>Something up to this sequence exists. Returns whether that is news about a missing one.</summary>
    public bool Learn(long upTo, long epoch, Instant now)
    {
        if (upTo <= Evidence || upTo <= Last)
        {
            return false;
        }

        Evidence = upTo;
        if (_misses.Count == MaxMisses)
        {
            // The later epoch and time stand for both: that only makes the wait longer.
            _misses.RemoveAt(MaxMisses - 1);
        }

        _misses.Add(new(upTo, epoch, now));
        return true;
    }

    /// <summary>Returns whether it was not held yet.</summary>
    public bool Hold(long sequence, in HeldMessage message) => (_held ??= []).TryAdd(sequence, message);

    /// <summary>Takes the next message in order, if it is held.</summary>
    public bool TryTakeNext(out long sequence, out HeldMessage message)
    {
        sequence = Last + 1;
        return TryTake(sequence, out message);
    }

    /// <summary>Takes whatever is held at or below what was already handed out.</summary>
    public bool TryTakeStale(out HeldMessage message)
    {
        message = default;
        return HasHeld && FirstHeld <= Last && TryTake(FirstHeld, out message);
    }

    private bool TryTake(long sequence, out HeldMessage message)
    {
        message = default;
        return _held is not null && _held.Remove(sequence, out message);
    }
}
