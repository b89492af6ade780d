namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>
/// Segments of full size whose records were all trimmed, for all topics of a relay. A busy relay trims as much as it appends,
/// and memory that is new costs more than the copying: the system has to find and clear every page of it.
/// </summary>
internal sealed class SegmentPool
{
    public const int SegmentBytes = 64 * 1024;

    // 4 MiB of idle memory at most.
    private const int MaxIdle = 64;

    private readonly Stack<LogSegment> _idle = [];

    public LogSegment Rent(int capacity)
    {
        if (capacity == SegmentBytes && _idle.TryPop(out var segment))
        {
            segment.Restart();
            return segment;
        }

        return new(capacity);
    }

    /// <summary>Lets go of a segment, and keeps it where nobody else holds it.</summary>
    public void LetGo(LogSegment segment)
    {
        if (segment.LetGo() && segment.Capacity == SegmentBytes && _idle.Count < MaxIdle)
        {
            _idle.Push(segment);
        }
    }
}
