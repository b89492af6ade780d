using SolConnect.Relay.Server.Hub.Log;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class LogRingTests
{
    private static readonly LogSegment Segment = new(16);
    private static readonly ProducerEntry Producer = new(HubWorld.Producer(1), 1, lower: null);

    [Fact]
    public void Entries_keep_their_offsets_while_the_ring_grows_wraps_and_shrinks()
    {
        var ring = new LogRing(1000);
        var random = new Random(3);
        var (first, end) = (1000L, 1000L);
        for (var round = 0; round < 20_000; round++)
        {
            // Long phases of growth and of decline.
            if (first < end && random.Next(10) < (round / 2000 % 2 == 0 ? 3 : 7))
            {
                ring.RemoveFirst();
                first++;
            }
            else
            {
                ring.Append(Entry((int)end++));
            }

            if (round % 100 == 0)
            {
                ring.Shrink();
            }

            Assert.Equal((first, end), (ring.First, ring.End));
            if (first < end)
            {
                var offset = random.NextInt64(first, end);
                Assert.Equal(offset, ring[offset].Start);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void An_offset_outside_the_log_is_refused(long offset)
    {
        var ring = new LogRing(0);
        ring.Append(Entry(0));
        ring.Append(Entry(1));
        ring.Append(Entry(2));
        ring.RemoveFirst();

        Assert.Throws<ArgumentOutOfRangeException>(() => ring[offset].Start);
    }

    private static LogEntry Entry(int start) =>
        new() { Segment = Segment, Start = start, Length = 0, AppendedAt = default, Producer = Producer, Previous = 0 };
}
