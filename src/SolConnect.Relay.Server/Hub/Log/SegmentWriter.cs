using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>
/// Encodes records into segments. Segments start small, so that ten thousand quiet topics do not cost 64 KiB each.
/// </summary>
internal sealed class SegmentWriter(SegmentPool pool)
{
    private const int FirstSegmentBytes = 1024;

    private LogSegment? _segment;
    private int _nextSize = FirstSegmentBytes;

    /// <summary>The record lies in the segment from the start on; it holds the segment until it is trimmed.</summary>
    public (LogSegment Segment, int Start) Write(in LogRecord record)
    {
        var needed = record.EncodedLength;
        if (_segment is null || _segment.Free < needed)
        {
            Reset(nextSize: Math.Min(SegmentPool.SegmentBytes, _nextSize * 2), out var size);
            _segment = pool.Rent(Math.Max(size, needed));
        }

        var start = _segment.Records.Length;
        record.Write(_segment.Records);
        _segment.Hold();
        return (_segment, start);
    }

    /// <summary>Forgets the segment that is being filled; the next record starts a small one.</summary>
    public void Reset() => Reset(FirstSegmentBytes, out _);

    private void Reset(int nextSize, out int size)
    {
        if (_segment is not null)
        {
            pool.LetGo(_segment);
            _segment = null;
        }

        (size, _nextSize) = (_nextSize, nextSize);
    }
}
