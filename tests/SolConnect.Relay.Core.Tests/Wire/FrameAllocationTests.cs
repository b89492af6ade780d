using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>The frames of the hot path cost no allocation once the buffer has its size.</summary>
public sealed class FrameAllocationTests
{
    private static readonly byte[] Payload = new byte[1000];
    private static readonly byte[] Headers = new byte[20];

    [Fact]
    public void Writing_and_reading_a_publish_allocates_nothing() => AllocatesNothing(buffer =>
    {
        new PublishFrame
        {
            Alias = 1,
            Sequence = 300,
            Floor = 298,
            Timestamp = 1_700_000_000_000,
            Headers = Headers,
            Payload = Payload,
        }.Write(buffer);
        Assert.True(PublishFrame.TryRead(Body(buffer), 1000, out _));
    });

    [Fact]
    public void Writing_and_reading_a_deliver_allocates_nothing()
    {
        var record = new WireBuffer();
        AllocatesNothing(buffer =>
        {
            record.Clear();
            new LogRecord
            {
                Kind = RecordKind.Message,
                Producer = default,
                Generation = 1,
                Sequence = 300,
                Headers = Headers,
                Payload = Payload,
            }.Write(record);
            DeliverFrame.Write(buffer, 1, 205, record.Written.Span);
            Assert.True(DeliverFrame.TryRead(Body(buffer), 1000, out _));
        });
    }

    [Fact]
    public void Writing_and_reading_an_ack_allocates_nothing() => AllocatesNothing(buffer =>
    {
        new AckFrame(1, 300).Write(buffer);
        Assert.True(AckFrame.TryRead(Body(buffer), out _));
    });

    [Fact]
    public void Writing_and_reading_a_credit_allocates_nothing() => AllocatesNothing(buffer =>
    {
        new CreditFrame(1, 65_536).Write(buffer);
        Assert.True(CreditFrame.TryRead(Body(buffer), out _));
    });

    [Fact]
    public void Writing_and_reading_the_other_small_frames_allocates_nothing() => AllocatesNothing(buffer =>
    {
        new TombstoneFrame(1, 300, 298).Write(buffer);
        Assert.True(TombstoneFrame.TryRead(Body(buffer), out _));
        buffer.Clear();
        new MarkFrame(1, 300).Write(buffer);
        Assert.True(MarkFrame.TryRead(Body(buffer), out _));
        buffer.Clear();
        new RejectFrame(1, 300, RejectCode.OutOfOrder, 299, TimeSpan.Zero).Write(buffer);
        Assert.True(RejectFrame.TryRead(Body(buffer), out _));
        buffer.Clear();
        new SyncFrame(1, 7).Write(buffer, FrameType.Synced);
        Assert.True(SyncFrame.TryRead(Body(buffer), out _));
        buffer.Clear();
        new PingFrame(42).Write(buffer);
        Assert.True(PingFrame.TryRead(Body(buffer), out _));
        buffer.Clear();
        new PongFrame(42, 250, 1_500_000).Write(buffer);
        Assert.True(PongFrame.TryRead(Body(buffer), out _));
    });

    private static ReadOnlySpan<byte> Body(WireBuffer buffer)
    {
        var reader = new FrameReader(buffer.Written.Span);
        Assert.True(reader.Read() == FrameReadResult.Frame);
        return reader.Body;
    }

    private static void AllocatesNothing(Action<WireBuffer> action)
    {
        var buffer = new WireBuffer();
        Repeat(100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(10_000);

        // Per turn: a collection that another test causes in between may be booked on this thread, once.
        Assert.Equal(0, (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000);

        void Repeat(int times)
        {
            for (var count = 0; count < times; count++)
            {
                buffer.Clear();
                action(buffer);
            }
        }
    }
}
