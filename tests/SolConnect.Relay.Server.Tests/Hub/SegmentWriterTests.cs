using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Log;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class SegmentWriterTests
{
    private readonly SegmentPool _pool = new();

    [Fact]
    public void Records_lie_side_by_side_and_are_never_overwritten()
    {
        var writer = new SegmentWriter(_pool);
        var written = Enumerable.Range(0, 500).Select(index => (Index: index, Place: Write(writer, (byte)index, 100))).ToArray();

        Assert.All(written, record => Assert.All(
            record.Place.Segment.Records.Part(record.Place.Start, record.Place.Length)[^100..].ToArray(),
            value => Assert.Equal((byte)record.Index, value)));
        Assert.InRange(written.Select(record => record.Place.Segment).Distinct().Count(), 2, 10);
        Assert.All(written, record => Assert.InRange(record.Place.Segment.Records.Length, 1, record.Place.Segment.Capacity));
    }

    [Fact]
    public void A_quiet_topic_costs_little()
    {
        Assert.Equal(1024, Write(new(_pool), 1, 10).Segment.Capacity);
    }

    [Fact]
    public void A_record_larger_than_a_segment_gets_its_own()
    {
        Assert.InRange(Write(new(_pool), 1, 1_000_000).Segment.Capacity, 1_000_000, 1_000_100);
    }

    [Fact]
    public void A_segment_is_used_again_once_its_last_record_is_trimmed_and_not_before()
    {
        var writer = new SegmentWriter(_pool);
        var full = FillOne(writer);
        var next = Write(writer, 2, 100).Segment;
        Assert.NotSame(full[0], next);

        full[..^1].ForEach(_pool.LetGo);
        var other = new SegmentWriter(_pool);
        Assert.DoesNotContain(full[0], FillOne(other));

        _pool.LetGo(full[0]);
        Assert.Contains(full[0], FillOne(new(_pool)));
    }

    [Fact]
    public void The_segment_that_is_being_filled_stays_although_all_its_records_are_trimmed()
    {
        var writer = new SegmentWriter(_pool);
        _ = FillOne(writer);
        var current = Write(writer, 2, 100);
        _pool.LetGo(current.Segment);

        Assert.DoesNotContain(current.Segment, FillOne(new(_pool)));
        Assert.Same(current.Segment, Write(writer, 3, 100).Segment);
    }

    // Writes until one segment of full size is full; it is in the answer once for each of its records.
    private static List<LogSegment> FillOne(SegmentWriter writer)
    {
        var records = new List<LogSegment>();
        while (true)
        {
            var (segment, _, _) = Write(writer, 1, 100);
            if (records.Count > 0 && segment != records[^1] && records[^1].Capacity == SegmentPool.SegmentBytes)
            {
                return [.. records.Where(record => record == records[^1])];
            }

            records.Add(segment);
        }
    }

    private static (LogSegment Segment, int Start, int Length) Write(SegmentWriter writer, byte value, int size)
    {
        var record = new LogRecord
        {
            Kind = RecordKind.Message,
            Producer = HubWorld.Producer(1),
            Generation = 1,
            Sequence = 1,
            Payload = Enumerable.Repeat(value, size).ToArray(),
        };
        var (segment, start) = writer.Write(record);
        return (segment, start, record.EncodedLength);
    }
}
