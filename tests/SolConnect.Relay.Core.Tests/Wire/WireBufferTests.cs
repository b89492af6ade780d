using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>What no peer would accept is not written.</summary>
public sealed class WireBufferTests
{
    private readonly WireBuffer _buffer = new();

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(1L << 62)]
    [InlineData(long.MaxValue)]
    public void A_number_outside_the_range_throws(long value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _buffer.Number(value));

    [Fact]
    public void A_text_past_its_limit_throws_without_showing_it()
    {
        var exception = Assert.Throws<ArgumentException>(() => _buffer.Text("secret", 5));

        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lone_surrogate_throws_instead_of_becoming_another_topic() =>
        Assert.Throws<ArgumentException>(() => new TopicFrame(1, "orders\uD800").Write(_buffer));

    [Fact]
    public void A_frontier_past_its_limit_throws_instead_of_being_cut()
    {
        var frontier = new FrontierEntry[WireProtocol.MaxFrontierEntries + 1];
        var frame = new SubscribedFrame(1, SubscribeOutcome.Fresh, default, 0, 0, false, frontier);

        Assert.Throws<ArgumentOutOfRangeException>(() => frame.Write(_buffer));
    }

    [Fact]
    public void A_floor_above_its_sequence_throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TombstoneFrame(1, 5, 6).Write(_buffer));

    [Fact]
    public void Alternates_past_their_limit_are_left_out()
    {
        var alternates = Enumerable.Range(1, 20).Select(n => new RelayAlternate($"relay-{n}", "wss://relay")).ToArray();
        new GoAwayFrame(GoAwayReason.Shutdown, TimeSpan.Zero, alternates).Write(_buffer);

        Assert.True(GoAwayFrame.TryRead(FrameCodec.Body(_buffer.Written.ToArray(), FrameType.GoAway), out var read));
        Assert.Equal(alternates.Take(WireProtocol.MaxAlternates), read.Alternates);
    }

    [Fact]
    public void An_errors_detail_is_cut_between_two_characters()
    {
        new ErrorFrame(ErrorCode.Protocol, new string('x', 255) + "€").Write(_buffer);

        Assert.True(ErrorFrame.TryRead(FrameCodec.Body(_buffer.Written.ToArray(), FrameType.Error), out var read));
        Assert.Equal(new string('x', 255), read.Detail);
    }

    [Fact]
    public void A_duration_that_no_receiver_accepts_becomes_the_nearest_that_it_does()
    {
        _buffer.Duration(TimeSpan.FromSeconds(-1));
        _buffer.Duration(TimeSpan.MaxValue);

        var reader = new WireReader(_buffer.Written.Span);
        Assert.Equal(TimeSpan.Zero, reader.Duration());
        Assert.Equal(TimeSpan.FromMilliseconds(int.MaxValue), reader.Duration());
        Assert.True(reader.IsComplete);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(100_000)]
    public void A_frame_of_unknown_length_looks_like_one_of_known_length(int length)
    {
        var body = Enumerable.Range(0, length).Select(index => (byte)index).ToArray();
        _buffer.BeginFrame(FrameType.Error);
        _buffer.Raw(body);
        _buffer.EndFrame();

        Assert.Equal(FrameCodec.Frame((byte)FrameType.Error, body), _buffer.Written);
    }

    [Fact]
    public void A_cleared_buffer_starts_over()
    {
        _buffer.BeginFrame(FrameType.Ping);
        _buffer.Clear();
        new PingFrame(1).Write(_buffer);

        Assert.Equal(FrameCodec.Encode(new PingFrame(1).Write), _buffer.Written);
    }
}
