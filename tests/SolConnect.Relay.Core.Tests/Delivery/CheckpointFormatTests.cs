using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Delivery;

/// <summary>
/// A checkpoint as bytes: what was written is read again, and nothing else is taken for a checkpoint.
/// </summary>
public sealed class CheckpointFormatTests
{
    private static readonly SubscriptionCheckpoint Sample = new(
        "orders/ä",
        [new(Log(1), 0), new(Log(2), long.MaxValue >> 1)],
        [new(Producer(1), 1, 1), new(Producer(1), 2, 300), new(Producer(2), 1, 70_000)]);

    [Fact]
    public void What_was_written_is_read_again()
    {
        var read = SubscriptionCheckpoint.Parse(Sample.ToBytes());

        Assert.Equal(Sample.Topic, read.Topic);
        Assert.Equal(Sample.Positions, read.Positions);
        Assert.Equal(Sample.LastMessages, read.LastMessages);
        Assert.Equal(Sample.ToBytes(), read.ToBytes());
    }

    [Fact]
    public void A_checkpoint_of_nothing_is_one_too()
    {
        var read = SubscriptionCheckpoint.Parse(new SubscriptionCheckpoint("t", [], []).ToBytes());

        Assert.Empty(read.Positions);
        Assert.Empty(read.LastMessages);
    }

    [Fact]
    public void The_text_is_short_and_for_people() =>
        Assert.Equal("'orders/ä': 2 logs, 3 producers", Sample.ToString());

    [Fact]
    public void The_bytes_stay_the_same_for_ever() => Assert.Equal(
        "524C4301017401010000000000000000000000000000000501030000000000000000000000000000000109389BECDABEA8B4DD",
        Convert.ToHexString(new SubscriptionCheckpoint(
            "t", [new(new(new Guid("01000000-0000-0000-0000-000000000000")), 5)],
            [new(new(new Guid("03000000-0000-0000-0000-000000000000")), 1, 9)]).ToBytes()));

    [Fact]
    public void Whatever_is_cut_off_is_refused()
    {
        var bytes = Sample.ToBytes();

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(() => SubscriptionCheckpoint.Parse(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Whatever_is_damaged_or_longer_is_refused()
    {
        var bytes = Sample.ToBytes();

        for (var index = 0; index < bytes.Length; index++)
        {
            var damaged = bytes.ToArray();
            damaged[index] ^= 0x10;
            Assert.Throws<FormatException>(() => SubscriptionCheckpoint.Parse(damaged));
        }

        Assert.Throws<FormatException>(() => SubscriptionCheckpoint.Parse([.. bytes, 0]));
    }

    [Theory]
    [InlineData("", "no checkpoint")]
    [InlineData("524C43", "no checkpoint")]
    [InlineData("7B226A736F6E223A317D", "no checkpoint")]
    [InlineData("524C4302", "version 2")]
    [InlineData("524C4301", "checksum")]
    public void The_error_says_what_is_wrong(string hex, string what)
    {
        var error = Assert.Throws<FormatException>(() => SubscriptionCheckpoint.Parse(Convert.FromHexString(hex)));

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0174")]
    [InlineData("0174FFFFFFFF07")]
    [InlineData("017400FFFFFFFF07")]
    [InlineData("0174000000")]
    [InlineData("02C3280000")]
    public void Content_that_makes_no_sense_is_refused_before_anything_is_allocated_for_it(string body)
    {
        var buffer = new WireBuffer();
        buffer.Raw(Convert.FromHexString("524C4301" + body));
        buffer.Hash(StableHash.Of(buffer.Written.Span));
        var bytes = buffer.Written.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<FormatException>(() => SubscriptionCheckpoint.Parse(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static LogId Log(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static ProducerId Producer(int number) => new(new Guid(number, 7, 0, new byte[8]));
}
