namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>
/// Copies records into segments that are filled once and never reused: a segment is garbage when its last record was
/// trimmed. Segments start small, so that ten thousand quiet topics do not cost 64 KiB each.
/// </summary>
internal sealed class SegmentWriter
{
    private const int FirstSegmentBytes = 1024;
    private const int SegmentBytes = 64 * 1024;

    private byte[] _segment = [];
    private int _used;
    private int _nextSize = FirstSegmentBytes;

    public (byte[] Segment, int Start) Write(ReadOnlySpan<byte> record)
    {
        if (_segment.Length - _used < record.Length)
        {
            _segment = GC.AllocateUninitializedArray<byte>(Math.Max(_nextSize, record.Length));
            _used = 0;
            _nextSize = Math.Min(SegmentBytes, _nextSize * 2);
        }

        var start = _used;
        record.CopyTo(_segment.AsSpan(start));
        _used += record.Length;
        return (_segment, start);
    }

    /// <summary>Forgets the segment that is being filled; the next record starts a small one.</summary>
    public void Reset()
    {
        _segment = [];
        _used = 0;
        _nextSize = FirstSegmentBytes;
    }
}
