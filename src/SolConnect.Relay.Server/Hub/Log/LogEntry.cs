using SolConnect.Relay.Core;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>Where one record of a log lies, and what a frontier needs to know about it.</summary>
internal readonly struct LogEntry
{
    public required LogSegment Segment { get; init; }

    public required int Start { get; init; }

    public required int Length { get; init; }

    public required Instant AppendedAt { get; init; }

    /// <summary>The producer in the generation that appended this record.</summary>
    public required ProducerEntry Producer { get; init; }

    /// <summary>The sequence of that producer's and generation's record before this one; 0 for none.</summary>
    public required long Previous { get; init; }

    /// <summary>The record as a Deliver frame carries it behind subscription and offset.</summary>
    public ReadOnlySpan<byte> Record => Segment.Records.Part(Start, Length);
}
