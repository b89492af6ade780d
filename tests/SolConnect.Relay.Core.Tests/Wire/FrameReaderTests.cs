using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

public sealed class FrameReaderTests
{
    private static readonly byte[] Ping = FrameCodec.Encode(new PingFrame(42).Write);

    [Fact]
    public void An_empty_message_holds_no_frame()
    {
        var reader = new FrameReader([]);

        Assert.Equal(FrameReadResult.End, reader.Read());
    }

    [Theory]
    [InlineData(0x80, 0)]
    [InlineData(0x81, 1)]
    [InlineData(0xA4, 200)]
    [InlineData(0xFF, 20_000)]
    public void An_unknown_optional_frame_is_skipped(byte type, int bodyLength)
    {
        byte[] message = [.. FrameCodec.Frame(type, new byte[bodyLength]), .. Ping];
        var reader = new FrameReader(message);

        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.Equal(FrameType.Ping, reader.Type);
        Assert.Equal(Ping.Length, reader.FrameLength);
        Assert.Equal(FrameReadResult.End, reader.Read());
    }

    [Fact]
    public void Optional_frames_alone_are_an_empty_message()
    {
        byte[] message = [.. FrameCodec.Frame(0x80, [1]), .. FrameCodec.Frame(0xFE, [])];
        var reader = new FrameReader(message);

        Assert.Equal(FrameReadResult.End, reader.Read());
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x14)]
    [InlineData(0x7F)]
    public void An_unknown_mandatory_frame_is_refused(byte type)
    {
        byte[] message = [.. Ping, .. FrameCodec.Frame(type, [1, 2, 3]), .. Ping];
        var reader = new FrameReader(message);

        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.Equal(FrameReadResult.Malformed, reader.Read());
    }

    [Theory]
    [InlineData("10", "no length")]
    [InlineData("1080", "a truncated length")]
    [InlineData("10022a", "a body that ends early")]
    [InlineData("1081002a", "an overlong length")]
    [InlineData("10ffffffff072a", "a length of 2^31 - 1")]
    [InlineData("10ffffffff0f2a", "a length of 2^32 - 1")]
    [InlineData("10ffffffffffffffffff012a", "a length of 2^64 - 1")]
    [InlineData("80022a", "an optional frame that ends early")]
    public void A_frame_that_does_not_fit_is_refused(string hex, string why)
    {
        var reader = new FrameReader(Convert.FromHexString(hex));

        Assert.True(reader.Read() == FrameReadResult.Malformed, why);
    }
}
