using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>The test vectors of docs/protocol.md: at least one for each frame.</summary>
internal static class FrameVectors
{
    private const long Timestamp = 1_700_000_000_000;

    private static readonly ProducerId Producer = new(new("00112233-4455-6677-8899-aabbccddeeff"));
    private static readonly ProducerId OtherProducer = new(new("ffeeddcc-bbaa-9988-7766-554433221100"));
    private static readonly LogId Log = new(new("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));
    private static readonly RelayAlternate Alternate = new("relay-2", "wss://relay-2.example/relay");

    public static readonly FrameVector[] All =
    [
        new("Hello", FrameType.Hello,
            "01 27 01 00112233445566778899aabbccddeeff 01 03 0a 6f72646572732d617069 0123456789abcdef 00",
            new HelloFrame(1, Producer, 1, 3, "orders-api", 0x0123456789ABCDEF, "").Write),
        new("Hello with an access token", FrameType.Hello,
            "01 22 01 00112233445566778899aabbccddeeff 01 03 00 0000000000000000 05 74306b656e",
            new HelloFrame(1, Producer, 1, 3, "", 0, "t0ken").Write),
        new("Welcome", FrameType.Welcome,
            "02 57 07 72656c61792d31 07 65752d77657374 0f1e2d3c4b5a69788796a5b4c3d2e1f0 00 e0c65b 808004 " +
            "80808004 e807 904e fa01 00 01 07 72656c61792d32 1b " +
            "7773733a2f2f72656c61792d322e6578616d706c652f72656c6179",
            new WelcomeFrame(
                "relay-1", "eu-west", Log, Durability.Received, 1_500_000, new(65_536, 8_388_608, 1000),
                TimeSpan.FromSeconds(10), 250, SetVerdict.Same, [Alternate]).Write),
        new("Topic", FrameType.Topic,
            "03 08 01 06 6f7264657273",
            new TopicFrame(1, "orders").Write),
        new("Topic that is not ASCII", FrameType.Topic,
            "03 09 02 07 6772c3b6c39f65",
            new TopicFrame(2, "größe").Write),
        new("Publish", FrameType.Publish,
            "04 10 01 ac02 02 80d095ffbc31 00 68656c6c6f",
            buffer => Message([], "hello"u8).Write(buffer)) { PayloadBytes = 5 },
        new("Publish with headers", FrameType.Publish,
            "04 0e 01 ac02 02 80d095ffbc31 03 683d31",
            buffer => Message("h=1"u8, []).Write(buffer)),
        new("Tombstone", FrameType.Tombstone,
            "05 04 01 ad02 03",
            new TombstoneFrame(1, 301, 298).Write),
        new("Mark", FrameType.Mark,
            "06 03 01 ac02",
            new MarkFrame(1, 300).Write),
        new("Ack", FrameType.Ack,
            "07 03 01 ac02",
            new AckFrame(1, 300).Write),
        new("Reject out of order", FrameType.Reject,
            "08 07 01 ac02 01 ab02 00",
            new RejectFrame(1, 300, RejectCode.OutOfOrder, 299, TimeSpan.Zero).Write),
        new("Reject throttled", FrameType.Reject,
            "08 07 01 ac02 02 00 dc0b",
            new RejectFrame(1, 300, RejectCode.Throttled, 0, TimeSpan.FromMilliseconds(1500)).Write),
        new("Subscribe from latest", FrameType.Subscribe,
            "09 1e 01 06 6f7264657273 00 00000000000000000000000000000000 00 00 808004",
            new SubscribeFrame(1, "orders", StartKind.Latest, default, 0, 65_536).Write),
        new("Subscribe from a position", FrameType.Subscribe,
            "09 1f 01 06 6f7264657273 02 0f1e2d3c4b5a69788796a5b4c3d2e1f0 c801 00 808004",
            new SubscribeFrame(1, "orders", StartKind.Position, new(Log, 200), 0, 65_536).Write),
        new("Subscribe from a time", FrameType.Subscribe,
            "09 20 01 06 6f7264657273 03 00000000000000000000000000000000 00 c0b955 808004",
            new SubscribeFrame(1, "orders", StartKind.Time, default, 1_400_000, 65_536).Write),
        new("Unsubscribe", FrameType.Unsubscribe,
            "0a 01 01",
            new UnsubscribeFrame(1).Write),
        new("Subscribed", FrameType.Subscribed,
            "0b 3d 01 00 0f1e2d3c4b5a69788796a5b4c3d2e1f0 c801 d201 00 02 00112233445566778899aabbccddeeff 01 " +
            "ac02 ffeeddccbbaa99887766554433221100 02 07",
            new SubscribedFrame(
                1, SubscribeOutcome.Fresh, Log, 200, 210, false,
                [new(Producer, 1, 300), new(OtherProducer, 2, 7)]).Write),
        new("Subscribed to be continued", FrameType.Subscribed,
            "0b 2b 01 02 0f1e2d3c4b5a69788796a5b4c3d2e1f0 c801 d201 01 01 00112233445566778899aabbccddeeff 01 " +
            "ac02",
            new SubscribedFrame(1, SubscribeOutcome.Gap, Log, 200, 210, true, [new(Producer, 1, 300)]).Write),
        new("Deliver a message", FrameType.Deliver,
            "0c 23 01 cd01 00 00112233445566778899aabbccddeeff 01 ac02 80d095ffbc31 00 68656c6c6f",
            Delivery(RecordKind.Message, Timestamp, "hello"u8.ToArray()))
        {
            PayloadBytes = 5,
        },
        new("Deliver a mark", FrameType.Deliver,
            "0c 19 01 cd01 01 00112233445566778899aabbccddeeff 01 ac02 00 00",
            Delivery(RecordKind.Mark, 0, [])),
        new("Deliver a tombstone", FrameType.Deliver,
            "0c 19 01 cd01 02 00112233445566778899aabbccddeeff 01 ac02 00 00",
            Delivery(RecordKind.Tombstone, 0, [])),
        new("Credit", FrameType.Credit,
            "0d 04 01 808004",
            new CreditFrame(1, 65_536).Write),
        new("Sync", FrameType.Sync,
            "0e 02 01 07",
            buffer => new SyncFrame(1, 7).Write(buffer, FrameType.Sync)),
        new("Synced", FrameType.Synced,
            "0f 02 01 07",
            buffer => new SyncFrame(1, 7).Write(buffer, FrameType.Synced)),
        new("Ping", FrameType.Ping,
            "10 01 2a",
            new PingFrame(42).Write),
        new("Pong", FrameType.Pong,
            "11 06 2a fa01 e0c65b",
            new PongFrame(42, 250, 1_500_000).Write),
        new("GoAway", FrameType.GoAway,
            "12 28 00 dc0b 01 07 72656c61792d32 1b 7773733a2f2f72656c61792d322e6578616d706c652f72656c6179",
            new GoAwayFrame(GoAwayReason.Shutdown, TimeSpan.FromMilliseconds(1500), [Alternate]).Write),
        new("Error", FrameType.Error,
            "13 16 03 14 417474656d7074203420746f6f6b206f7665722e",
            new ErrorFrame(ErrorCode.Fenced, "Attempt 4 took over.").Write),
        new("Error for a client that is not let in", FrameType.Error, "13 02 08 00", new ErrorFrame(ErrorCode.Forbidden, "").Write),
        new("SetHash", FrameType.SetHash,
            "94 08 0123456789abcdef",
            new SetHashFrame(0x0123456789ABCDEF).Write),
        new("SetVerdict", FrameType.SetVerdict,
            "95 01 01",
            new SetVerdictFrame(SetVerdict.Differs).Write),
    ];

    public static FrameVector Find(string name) => All.Single(vector => vector.Name == name);

    private static PublishFrame Message(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> payload) => new()
    {
        Alias = 1,
        Sequence = 300,
        Floor = 298,
        Timestamp = Timestamp,
        Headers = headers,
        Payload = payload,
    };

    private static Action<WireBuffer> Delivery(RecordKind kind, long timestamp, byte[] payload) => buffer =>
    {
        var record = new WireBuffer();
        new LogRecord
        {
            Kind = kind,
            Producer = Producer,
            Generation = 1,
            Sequence = 300,
            Timestamp = timestamp,
            Payload = payload,
        }.Write(record);
        DeliverFrame.Write(buffer, 1, 205, record.Written.Span);
    };
}
