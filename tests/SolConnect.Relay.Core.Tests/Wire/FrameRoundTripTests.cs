using FsCheck;
using FsCheck.Fluent;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>What is written comes back as it was, for every frame and the whole range of every field.</summary>
public sealed class FrameRoundTripTests
{
    private delegate bool TryRead<TFrame>(ReadOnlySpan<byte> body, out TFrame frame);

    [Fact]
    public void A_hello_comes_back_as_it_was() =>
        ComesBack(WireGen.Hello, FrameType.Hello, frame => frame.Write, HelloFrame.TryRead);

    [Fact]
    public void A_topic_comes_back_as_it_was() =>
        ComesBack(WireGen.Topic, FrameType.Topic, frame => frame.Write, TopicFrame.TryRead);

    [Fact]
    public void A_tombstone_comes_back_as_it_was() =>
        ComesBack(WireGen.Tombstone, FrameType.Tombstone, frame => frame.Write, TombstoneFrame.TryRead);

    [Fact]
    public void A_mark_comes_back_as_it_was() =>
        ComesBack(WireGen.Mark, FrameType.Mark, frame => frame.Write, MarkFrame.TryRead);

    [Fact]
    public void An_ack_comes_back_as_it_was() =>
        ComesBack(WireGen.Ack, FrameType.Ack, frame => frame.Write, AckFrame.TryRead);

    [Fact]
    public void A_reject_comes_back_as_it_was() =>
        ComesBack(WireGen.Reject, FrameType.Reject, frame => frame.Write, RejectFrame.TryRead);

    [Fact]
    public void A_subscribe_comes_back_as_it_was() =>
        ComesBack(WireGen.Subscribe, FrameType.Subscribe, frame => frame.Write, SubscribeFrame.TryRead);

    [Fact]
    public void An_unsubscribe_comes_back_as_it_was() =>
        ComesBack(WireGen.Unsubscribe, FrameType.Unsubscribe, frame => frame.Write, UnsubscribeFrame.TryRead);

    [Fact]
    public void A_credit_comes_back_as_it_was() =>
        ComesBack(WireGen.Credit, FrameType.Credit, frame => frame.Write, CreditFrame.TryRead);

    [Theory]
    [InlineData(FrameType.Sync)]
    [InlineData(FrameType.Synced)]
    internal void A_sync_and_its_answer_come_back_as_they_were(FrameType type) =>
        ComesBack(WireGen.Sync, type, frame => buffer => frame.Write(buffer, type), SyncFrame.TryRead);

    [Fact]
    public void A_ping_comes_back_as_it_was() =>
        ComesBack(WireGen.Ping, FrameType.Ping, frame => frame.Write, PingFrame.TryRead);

    [Fact]
    public void A_pong_comes_back_as_it_was() =>
        ComesBack(WireGen.Pong, FrameType.Pong, frame => frame.Write, PongFrame.TryRead);

    [Fact]
    public void A_set_hash_comes_back_as_it_was() =>
        ComesBack(WireGen.SetHash, FrameType.SetHash, frame => frame.Write, SetHashFrame.TryRead);

    [Fact]
    public void A_set_verdict_comes_back_as_it_was() =>
        ComesBack(WireGen.SetVerdicts, FrameType.SetVerdict, frame => frame.Write, SetVerdictFrame.TryRead);

    [Fact]
    public void An_error_comes_back_as_it_was() =>
        ComesBack(WireGen.Error, FrameType.Error, frame => frame.Write, ErrorFrame.TryRead);

    [Fact]
    public void A_welcome_comes_back_as_it_was() => Property.Holds(WireGen.Welcome, sent =>
    {
        Assert.True(WelcomeFrame.TryRead(Body(FrameType.Welcome, sent.Write), out var read));
        Assert.Equal(sent.Alternates, read.Alternates);
        Assert.Equal(sent, read with { Alternates = sent.Alternates });
    });

    [Fact]
    public void A_go_away_comes_back_as_it_was() => Property.Holds(WireGen.GoAway, sent =>
    {
        Assert.True(GoAwayFrame.TryRead(Body(FrameType.GoAway, sent.Write), out var read));
        Assert.Equal(sent.Alternates, read.Alternates);
        Assert.Equal(sent, read with { Alternates = sent.Alternates });
    });

    [Fact]
    public void A_subscribed_comes_back_as_it_was() => Property.Holds(WireGen.Subscribed, sent =>
    {
        Assert.True(SubscribedFrame.TryRead(Body(FrameType.Subscribed, sent.Write), out var read));
        Assert.Equal(sent.Frontier, read.Frontier);
        Assert.Equal(sent, read with { Frontier = sent.Frontier });
    });

    [Fact]
    public void A_publish_comes_back_as_it_was() => Property.Holds(WireGen.Publish, sent =>
    {
        Assert.True(PublishFrame.TryRead(Body(FrameType.Publish, sent.Write), FrameCodec.MaxPayload, out var read));
        sent.AssertEqual(read);
    });

    [Fact]
    public void A_deliver_comes_back_as_it_was() => Property.Holds(WireGen.Deliver, sent =>
    {
        Assert.True(DeliverFrame.TryRead(Body(FrameType.Deliver, sent.Write), FrameCodec.MaxPayload, out var read));
        sent.AssertEqual(read);
    });

    [Fact]
    public void Frames_that_share_a_message_come_back_in_order()
    {
        Property.Holds(WireGen.EncodedFrame.ListOf(), sent =>
        {
            var reader = new FrameReader([.. sent.SelectMany(frame => frame)]);
            foreach (var frame in sent)
            {
                Assert.Equal(FrameReadResult.Frame, reader.Read());
                Assert.Equal((FrameType)frame[0], reader.Type);
                Assert.Equal(frame.Length, reader.FrameLength);
                Assert.Equal(frame.AsSpan(frame.Length - reader.Body.Length), reader.Body);
            }

            Assert.Equal(FrameReadResult.End, reader.Read());
        });
    }

    private static void ComesBack<TFrame>(
        Gen<TFrame> frames, FrameType type, Func<TFrame, Action<WireBuffer>> write, TryRead<TFrame> tryRead) =>
        Property.Holds(frames, sent =>
        {
            Assert.True(tryRead(Body(type, write(sent)), out var read));
            Assert.Equal(sent, read);
        });

    private static ReadOnlySpan<byte> Body(FrameType type, Action<WireBuffer> write) =>
        FrameCodec.Body(FrameCodec.Encode(write), type);
}
