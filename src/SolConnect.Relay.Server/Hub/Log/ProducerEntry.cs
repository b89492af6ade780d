using SolConnect.Relay.Core;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>
/// What one topic's log knows about one generation of a producer. It exists from that generation's first record on, and
/// records refer to it even after the table has forgotten it or a higher generation has taken its place.
/// </summary>
internal sealed class ProducerEntry(ProducerId producer, long generation, ProducerEntry? lower)
{
    public ProducerId Producer { get; } = producer;

    public long Generation { get; } = generation;

    /// <summary>The last sequence that is in this log or was marked as settled.</summary>
    public long Last { get; private set; }

    /// <summary>The first sequence of the unbroken run that ends at <see cref="Last"/>.</summary>
    public long RunStart { get; private set; } = 1;

    public long LastOffset { get; private set; } = -1;

    public Instant LastSeen { get; set; }

    /// <summary>
    /// The generation before this one in this log and its last sequence; 0 for none. A frontier needs them.
    /// </summary>
    public long LowerGeneration { get; } = lower?.Generation ?? 0;

    public long LowerLast { get; } = lower?.Last ?? 0;

    /// <summary>The last frontier walk that came by, so that a walk looks up each producer once.</summary>
    public long VisitedBy { get; set; }

    /// <summary>Neighbours in the table's order of silence.</summary>
    public ProducerEntry? Older { get; set; }

    public ProducerEntry? Newer { get; set; }

    /// <summary>
    /// The rule of the protocol for a message or tombstone of a producer that this log knows (null: does not).
    /// </summary>
    public static SequenceVerdict Judge(ProducerEntry? known, long sequence, long floor)
    {
        var last = known?.Last ?? 0;
        if (sequence <= last)
        {
            return sequence >= known!.RunStart ? SequenceVerdict.Known : SequenceVerdict.BeforeRun;
        }

        // Everything in between is below the floor exactly if sequence - 1 is: the producer vouches for it.
        return sequence == last + 1 || sequence <= floor ? SequenceVerdict.Append : SequenceVerdict.OutOfOrder;
    }

    /// <summary>A message or tombstone was appended. Returns the sequence before it.</summary>
    public long Append(long sequence, long offset)
    {
        var previous = Last;
        if (sequence != previous + 1)
        {
            RunStart = sequence;
        }

        Last = sequence;
        LastOffset = offset;
        return previous;
    }

    /// <summary>
    /// A mark was appended. What it covers is settled but not in this log, so the run starts behind it.
    /// </summary>
    public long Mark(long through, long offset)
    {
        var previous = Last;
        Last = through;
        RunStart = through + 1;
        LastOffset = offset;
        return previous;
    }
}
