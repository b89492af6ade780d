using FsCheck;
using FsCheck.Fluent;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>Generates every frame with values from their whole range, the ends of the ranges more often.</summary>
internal static class WireGen
{
    private static readonly Gen<Guid> Id =
        Gen.Choose(0, 255).ArrayOf(16).Select(bytes => new Guid([.. bytes.Select(value => (byte)value)]));

    public static readonly Gen<byte[]> Bytes = Gen.Choose(0, 255).ArrayOf().Select(Narrow);

    private static readonly Gen<ProducerId> Producer = Id.Select(id => new ProducerId(id));

    private static readonly Gen<LogId> Log = Id.Select(id => new LogId(id));

    private static readonly Gen<int> Int = Up(int.MaxValue).Select(value => (int)value);

    private static readonly Gen<int> Alias = Int.Select(value => Math.Max(1, value));

    private static readonly Gen<long> Sequence = Up(WireProtocol.MaxNumber).Select(value => Math.Max(1, value));

    private static readonly Gen<long> Number = Up(WireProtocol.MaxNumber);

    private static readonly Gen<long> Clock = Up(WireProtocol.MaxClock);

    private static readonly Gen<TimeSpan> Duration = Int.Select(value => TimeSpan.FromMilliseconds(value));

    private static readonly Gen<int> Load = Gen.Choose(0, WireProtocol.MaxLoadPerMille);

    private static readonly Gen<byte[]> Headers =
        Gen.OneOf(Gen.Constant(Array.Empty<byte>()), Bytes, BytesOf(WireProtocol.MaxHeaderBytes));

    private static readonly Gen<byte[]> Payload =
        Gen.OneOf(Gen.Constant(Array.Empty<byte>()), Bytes, BytesOf(FrameCodec.MaxPayload));

    private static readonly Gen<RelayAlternate> Alternate =
        from id in Name(WireProtocol.MaxRelayIdBytes)
        from url in Name(WireProtocol.MaxUrlBytes)
        select new RelayAlternate(id, url);

    private static readonly Gen<RelayAlternate[]> Alternates =
        Gen.Choose(0, WireProtocol.MaxAlternates).SelectMany(count => Alternate.ArrayOf(count));

    private static readonly Gen<FrontierEntry> FrontierEntry =
        from producer in Producer
        from generation in Sequence
        from sequence in Sequence
        select new FrontierEntry(producer, generation, sequence);

    public static readonly Gen<HelloFrame> Hello =
        from version in Int
        from producer in Producer
        from generation in Sequence
        from attempt in Number
        from name in Text(WireProtocol.MaxClientNameBytes)
        from hash in Int
        from token in Text(WireProtocol.MaxAccessTokenBytes)
        select new HelloFrame(version, producer, generation, attempt, name, (ulong)hash * 0x9E3779B97F4A7C15, token);

    public static readonly Gen<WelcomeFrame> Welcome =
        from id in Name(WireProtocol.MaxRelayIdBytes)
        from region in Text(WireProtocol.MaxRegionBytes)
        from log in Log
        from durability in Gen.Elements(Enum.GetValues<Durability>())
        from clock in Clock
        from messageBytes in Alias
        from inFlight in Sequence
        from topics in Alias
        from heartbeat in Duration
        from load in Load
        from verdict in Gen.Elements(Enum.GetValues<SetVerdict>())
        from alternates in Alternates
        select new WelcomeFrame(
            id, region, log, durability, clock, new(messageBytes, inFlight, topics), heartbeat, load, verdict,
            alternates);

    public static readonly Gen<TopicFrame> Topic =
        from alias in Alias
        from name in Name(WireProtocol.MaxTopicBytes)
        select new TopicFrame(alias, name);

    public static readonly Gen<PublishValues> Publish =
        from alias in Alias
        from sequence in Sequence
        from distance in Number
        from timestamp in Up(WireProtocol.MaxTimestamp)
        from headers in Headers
        from payload in Payload
        select new PublishValues(alias, sequence, Math.Max(1, sequence - distance), timestamp, headers, payload);

    public static readonly Gen<TombstoneFrame> Tombstone =
        from alias in Alias
        from sequence in Sequence
        from distance in Number
        select new TombstoneFrame(alias, sequence, Math.Max(1, sequence - distance));

    public static readonly Gen<MarkFrame> Mark =
        from alias in Alias
        from through in Sequence
        select new MarkFrame(alias, through);

    public static readonly Gen<AckFrame> Ack = Mark.Select(mark => new AckFrame(mark.Alias, mark.Through));

    public static readonly Gen<RejectFrame> Reject =
        from alias in Alias
        from sequence in Sequence
        from code in Gen.Elements(Enum.GetValues<RejectCode>())
        from expected in Sequence
        from retryAfter in Duration
        select new RejectFrame(alias, sequence, code, code == RejectCode.OutOfOrder ? expected : 0, retryAfter);

    public static readonly Gen<SubscribeFrame> Subscribe =
        from subscription in Int
        from topic in Name(WireProtocol.MaxTopicBytes)
        from kind in Gen.Elements(Enum.GetValues<StartKind>())
        from log in Log
        from offset in Number
        from time in Clock
        from credit in Number
        select new SubscribeFrame(subscription, topic, kind, new(log, offset), time, credit);

    public static readonly Gen<UnsubscribeFrame> Unsubscribe = Int.Select(number => new UnsubscribeFrame(number));

    public static readonly Gen<SubscribedFrame> Subscribed =
        from subscription in Int
        from outcome in Gen.Elements(Enum.GetValues<SubscribeOutcome>())
        from log in Log
        from one in Number
        from other in Number
        from more in Gen.Elements(false, true)
        from frontier in Gen.OneOf(FrontierEntry.ArrayOf(), FrontierEntry.ArrayOf(WireProtocol.MaxFrontierEntries))
        select new SubscribedFrame(
            subscription, outcome, log, Math.Min(one, other), Math.Max(one, other), more, frontier);

    public static readonly Gen<DeliverValues> Deliver =
        from subscription in Int
        from offset in Number
        from kind in Gen.Elements(Enum.GetValues<RecordKind>())
        from producer in Producer
        from generation in Sequence
        from message in Publish
        select kind == RecordKind.Message
            ? new DeliverValues(
                subscription, offset, kind, producer, generation, message.Sequence, message.Timestamp, message.Headers,
                message.Payload)
            : new DeliverValues(subscription, offset, kind, producer, generation, message.Sequence, 0, [], []);

    public static readonly Gen<CreditFrame> Credit =
        from subscription in Int
        from bytes in Number
        select new CreditFrame(subscription, bytes);

    public static readonly Gen<SyncFrame> Sync =
        Credit.Select(credit => new SyncFrame(credit.Subscription, credit.Bytes));

    public static readonly Gen<SetHashFrame> SetHash = Number.Select(hash => new SetHashFrame((ulong)hash));

    public static readonly Gen<SetVerdictFrame> SetVerdicts =
        Gen.Elements(Enum.GetValues<SetVerdict>()).Select(verdict => new SetVerdictFrame(verdict));

    public static readonly Gen<PingFrame> Ping = Number.Select(nonce => new PingFrame(nonce));

    public static readonly Gen<PongFrame> Pong =
        from nonce in Number
        from load in Load
        from clock in Clock
        select new PongFrame(nonce, load, clock);

    public static readonly Gen<GoAwayFrame> GoAway =
        from reason in Gen.Elements(Enum.GetValues<GoAwayReason>())
        from deadline in Duration
        from alternates in Alternates
        select new GoAwayFrame(reason, deadline, alternates);

    public static readonly Gen<ErrorFrame> Error =
        from code in Gen.Elements(Enum.GetValues<ErrorCode>())
        from detail in Text(WireProtocol.MaxDetailBytes)
        select new ErrorFrame(code, detail);

    /// <summary>Any frame, encoded.</summary>
    public static readonly Gen<byte[]> EncodedFrame = Gen.OneOf(
        Hello.Select(frame => FrameCodec.Encode(frame.Write)),
        Welcome.Select(frame => FrameCodec.Encode(frame.Write)),
        Topic.Select(frame => FrameCodec.Encode(frame.Write)),
        Publish.Select(frame => FrameCodec.Encode(frame.Write)),
        Tombstone.Select(frame => FrameCodec.Encode(frame.Write)),
        Mark.Select(frame => FrameCodec.Encode(frame.Write)),
        Ack.Select(frame => FrameCodec.Encode(frame.Write)),
        Reject.Select(frame => FrameCodec.Encode(frame.Write)),
        Subscribe.Select(frame => FrameCodec.Encode(frame.Write)),
        Unsubscribe.Select(frame => FrameCodec.Encode(frame.Write)),
        Subscribed.Select(frame => FrameCodec.Encode(frame.Write)),
        Deliver.Select(frame => FrameCodec.Encode(frame.Write)),
        Credit.Select(frame => FrameCodec.Encode(frame.Write)),
        Sync.Select(frame => FrameCodec.Encode(buffer => frame.Write(buffer, FrameType.Sync))),
        Sync.Select(frame => FrameCodec.Encode(buffer => frame.Write(buffer, FrameType.Synced))),
        Ping.Select(frame => FrameCodec.Encode(frame.Write)),
        Pong.Select(frame => FrameCodec.Encode(frame.Write)),
        GoAway.Select(frame => FrameCodec.Encode(frame.Write)),
        Error.Select(frame => FrameCodec.Encode(frame.Write)),
        SetHash.Select(frame => FrameCodec.Encode(frame.Write)),
        SetVerdicts.Select(frame => FrameCodec.Encode(frame.Write)));

    /// <summary>From 0 to <paramref name="max"/>, every length of the varint as likely as the others.</summary>
    public static Gen<long> Up(long max)
    {
        var random =
            from bits in Gen.Choose(0, 62)
            from high in Gen.Choose(0, int.MaxValue)
            from low in Gen.Choose(0, int.MaxValue)
            select ((long)high << 31 | (uint)low) >> (62 - bits);
        return Gen.Frequency(
            (1, Gen.Constant(0L)),
            (1, Gen.Constant(max)),
            (8, random.Select(value => value <= max ? value : value % max)));
    }

    private static Gen<string> Name(int maxBytes) => Text(maxBytes).Where(text => text.Length > 0);

    private static Gen<string> Text(int maxBytes) => Gen.Frequency(
        (1, Gen.Constant("")),
        (1, Gen.Constant(new string('x', maxBytes))),
        (6, Gen.Elements("a", "Z", "/", "\0", "é", "€", "😀", " ").ListOf()
            .Select(parts => WireText.Cut(string.Concat(parts), maxBytes))));

    private static Gen<byte[]> BytesOf(int count) => Gen.Choose(0, 255).Select(value =>
    {
        var bytes = new byte[count];
        bytes.AsSpan().Fill((byte)value);
        return bytes;
    });

    private static byte[] Narrow(int[] values) => [.. values.Select(value => (byte)value)];
}
