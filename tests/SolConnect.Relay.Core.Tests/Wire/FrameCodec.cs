using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>Every frame's codec behind one door, for tests that hold for all frames.</summary>
internal static class FrameCodec
{
    public const int MaxPayload = 4096;

    public static readonly FrameType[] Types = [.. Enum.GetValues<FrameType>().Where(type => type != FrameType.None)];

    public static byte[] Encode(Action<WireBuffer> write)
    {
        var buffer = new WireBuffer();
        write(buffer);
        return buffer.Written.ToArray();
    }

    public static byte[] Frame(byte type, ReadOnlySpan<byte> body)
    {
        var buffer = new WireBuffer();
        buffer.Frame((FrameType)type, body.Length).Raw(body);
        return buffer.Written.ToArray();
    }

    /// <summary>The body of the only frame in <paramref name="encoded"/>.</summary>
    public static ReadOnlySpan<byte> Body(byte[] encoded, FrameType expected)
    {
        var reader = new FrameReader(encoded);
        Assert.Equal(FrameReadResult.Frame, reader.Read());
        Assert.Equal(expected, reader.Type);
        Assert.Equal(encoded.Length, reader.FrameLength);
        var body = reader.Body;
        Assert.Equal(FrameReadResult.End, reader.Read());
        return body;
    }

    public static bool Accepts(FrameType type, ReadOnlySpan<byte> body) => TryRecode(type, body, new WireBuffer());

    /// <summary>Decodes a body and, where it is accepted, encodes what it means again.</summary>
    public static bool TryRecode(FrameType type, ReadOnlySpan<byte> body, WireBuffer target)
    {
        switch (type)
        {
            case FrameType.Hello:
                return HelloFrame.TryRead(body, out var hello) && Did(() => hello.Write(target));
            case FrameType.Welcome:
                return WelcomeFrame.TryRead(body, out var welcome) && Did(() => welcome.Write(target));
            case FrameType.Topic:
                return TopicFrame.TryRead(body, out var topic) && Did(() => topic.Write(target));
            case FrameType.Publish:
                return TryRecodePublish(body, target);
            case FrameType.Tombstone:
                return TombstoneFrame.TryRead(body, out var tombstone) && Did(() => tombstone.Write(target));
            case FrameType.Mark:
                return MarkFrame.TryRead(body, out var mark) && Did(() => mark.Write(target));
            case FrameType.Ack:
                return AckFrame.TryRead(body, out var ack) && Did(() => ack.Write(target));
            case FrameType.Reject:
                return RejectFrame.TryRead(body, out var reject) && Did(() => reject.Write(target));
            case FrameType.Subscribe:
                return SubscribeFrame.TryRead(body, out var subscribe) && Did(() => subscribe.Write(target));
            case FrameType.Unsubscribe:
                return UnsubscribeFrame.TryRead(body, out var unsubscribe) && Did(() => unsubscribe.Write(target));
            case FrameType.Subscribed:
                return SubscribedFrame.TryRead(body, out var subscribed) && Did(() => subscribed.Write(target));
            case FrameType.Deliver:
                return TryRecodeDeliver(body, target);
            case FrameType.Credit:
                return CreditFrame.TryRead(body, out var credit) && Did(() => credit.Write(target));
            case FrameType.Sync or FrameType.Synced:
                return SyncFrame.TryRead(body, out var sync) && Did(() => sync.Write(target, type));
            case FrameType.Ping:
                return PingFrame.TryRead(body, out var ping) && Did(() => ping.Write(target));
            case FrameType.Pong:
                return PongFrame.TryRead(body, out var pong) && Did(() => pong.Write(target));
            case FrameType.GoAway:
                return GoAwayFrame.TryRead(body, out var goAway) && Did(() => goAway.Write(target));
            case FrameType.Error:
                return ErrorFrame.TryRead(body, out var error) && Did(() => error.Write(target));
            case FrameType.SetHash:
                return SetHashFrame.TryRead(body, out var setHash) && Did(() => setHash.Write(target));
            case FrameType.SetVerdict:
                return SetVerdictFrame.TryRead(body, out var verdict) && Did(() => verdict.Write(target));
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "A frame without a codec.");
        }
    }

    /// <summary>
    /// Reads a whole message as a peer would. Whatever is accepted must be, byte for byte, what the codec itself would
    /// have written: then no two encodings mean the same, and nothing that was read can fail to be written.
    /// </summary>
    public static void ReadEverything(ReadOnlySpan<byte> message, WireBuffer scratch)
    {
        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            scratch.Clear();
            if (TryRecode(reader.Type, reader.Body, scratch))
            {
                Assert.Equal(reader.FrameLength, scratch.Length);
                Assert.True(scratch.Written.Span[^reader.Body.Length..].SequenceEqual(reader.Body));
            }
        }
    }

    private static bool TryRecodePublish(ReadOnlySpan<byte> body, WireBuffer target)
    {
        var accepted = PublishFrame.TryRead(body, MaxPayload, out var frame);
        if (accepted)
        {
            frame.Write(target);
        }

        return accepted;
    }

    private static bool TryRecodeDeliver(ReadOnlySpan<byte> body, WireBuffer target)
    {
        var accepted = DeliverFrame.TryRead(body, MaxPayload, out var frame);
        if (accepted)
        {
            var record = new WireBuffer();
            frame.Record.Write(record);
            Assert.Equal(frame.Record.EncodedLength, record.Length);
            DeliverFrame.Write(target, frame.Subscription, frame.Offset, record.Written.Span);
        }

        return accepted;
    }

    private static bool Did(Action write)
    {
        write();
        return true;
    }
}
