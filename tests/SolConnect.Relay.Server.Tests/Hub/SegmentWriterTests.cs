using SolConnect.Relay.Server.Hub.Log;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class SegmentWriterTests
{
    [Fact]
    public void Records_lie_side_by_side_and_are_never_overwritten()
    {
        var writer = new SegmentWriter();
        var written = Enumerable.Range(0, 500)
            .Select(index => (Index: index, Place: writer.Write(Enumerable.Repeat((byte)index, 100).ToArray())))
            .ToArray();

        Assert.All(written, record => Assert.All(
            record.Place.Segment.Skip(record.Place.Start).Take(100), value => Assert.Equal((byte)record.Index, value)));
        Assert.InRange(written.Select(record => record.Place.Segment).Distinct().Count(), 2, 10);
    }

    [Fact]
    public void A_quiet_topic_costs_little()
    {
        Assert.Equal(1024, new SegmentWriter().Write(new byte[10]).Segment.Length);
    }

    [Fact]
    public void A_record_larger_than_a_segment_gets_its_own()
    {
        Assert.Equal(1_000_000, new SegmentWriter().Write(new byte[1_000_000]).Segment.Length);
    }
}
