using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Wire;

/// <summary>A field past its limit is refused before anything is allocated for it.</summary>
public sealed class FrameLimitTests
{
    private const string Id = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static readonly (string What, FrameType Type, byte[] Body)[] Oversize =
    [
        ("a topic name", FrameType.Topic, [1, .. Field(256)]),
        ("a topic name of 2^31 - 1 bytes", FrameType.Topic, Parse("01 ffffffff07 61")),
        ("a topic name of 2^62 - 1 bytes", FrameType.Topic, Parse("01 ffffffffffffffff3f 61")),
        ("a subscribed topic", FrameType.Subscribe, [1, .. Field(256), .. Parse($"00 {Id} 00 00 00")]),
        ("a client name", FrameType.Hello, [.. Parse($"01 {Id} 01 01"), .. Field(129), .. new byte[9]]),
        ("an access token", FrameType.Hello, [.. Parse($"01 {Id} 01 01 00 0000000000000000"), .. Field(4097)]),
        ("a relay id", FrameType.Welcome, [.. Field(65), .. new byte[40]]),
        ("an error's detail", FrameType.Error, [1, .. Field(257)]),
        ("a list of alternates", FrameType.GoAway, [0, 0, 17, .. new byte[17 * 600]]),
        ("a list of alternates that is not there", FrameType.GoAway, [0, 0, 16, 1, 0x61, 1, 0x61]),
        ("a frontier", FrameType.Subscribed, [.. Parse($"01 00 {Id} 00 00 00 8108"), .. new byte[1025 * 18]]),
        ("a frontier that is not there", FrameType.Subscribed,
            [.. Parse($"01 00 {Id} 00 00 00 8008"), .. new byte[18]]),
        ("published headers", FrameType.Publish, [.. Parse("01 01 00 00"), .. Field(1025)]),
        ("a published payload", FrameType.Publish,
            [.. Parse("01 01 00 00 00"), .. new byte[FrameCodec.MaxPayload + 1]]),
        ("delivered headers", FrameType.Deliver, [.. Parse($"01 00 00 {Id} 01 01 00"), .. Field(1025)]),
        ("a delivered payload", FrameType.Deliver,
            [.. Parse($"01 00 00 {Id} 01 01 00 00"), .. new byte[FrameCodec.MaxPayload + 1]]),
    ];

    public static TheoryData<string> OversizeFields => [.. Oversize.Select(one => one.What)];

    [Theory]
    [MemberData(nameof(OversizeFields))]
    public void An_oversize_field_is_refused_before_it_is_allocated(string what)
    {
        var (_, type, body) = Oversize.Single(one => one.What == what);
        Accepts(type, body);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var accepted = Accepts(type, body);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.False(accepted, what);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void The_largest_message_of_each_kind_fits_into_its_envelope()
    {
        var headers = new byte[WireProtocol.MaxHeaderBytes];
        var publish = new PublishValues(
            int.MaxValue, WireProtocol.MaxNumber, 1, WireProtocol.MaxTimestamp, headers, new byte[100_000]);
        var deliver = new DeliverValues(
            int.MaxValue, WireProtocol.MaxNumber, RecordKind.Message, default, WireProtocol.MaxNumber,
            WireProtocol.MaxNumber, WireProtocol.MaxTimestamp, headers, new byte[100_000]);

        Assert.InRange(Overhead(publish.Write), 1, WireProtocol.MaxEnvelopeBytes);
        Assert.InRange(Overhead(deliver.Write), 1, WireProtocol.MaxEnvelopeBytes);

        static int Overhead(Action<WireBuffer> write) =>
            FrameCodec.Encode(write).Length - WireProtocol.MaxHeaderBytes - 100_000;
    }

    [Fact]
    public void Every_frame_without_a_payload_fits_behind_a_full_batch()
    {
        var number = WireProtocol.MaxNumber;
        var frontier = Enumerable.Repeat(new FrontierEntry(default, number, number), WireProtocol.MaxFrontierEntries);
        var alternates = Enumerable.Repeat(
            new RelayAlternate(Text(WireProtocol.MaxRelayIdBytes), Text(WireProtocol.MaxUrlBytes)),
            WireProtocol.MaxAlternates).ToArray();
        int[] largest =
        [
            FrameCodec.Encode(new SubscribedFrame(
                int.MaxValue, SubscribeOutcome.Gap, default, number, number, true, [.. frontier]).Write).Length,
            FrameCodec.Encode(new WelcomeFrame(
                Text(WireProtocol.MaxRelayIdBytes), Text(WireProtocol.MaxRegionBytes), default, Durability.Persisted,
                WireProtocol.MaxClock, new(int.MaxValue, number, int.MaxValue), TimeSpan.MaxValue, 1000,
                SetVerdict.Differs, alternates).Write).Length,
            FrameCodec.Encode(new GoAwayFrame(GoAwayReason.Overload, TimeSpan.MaxValue, alternates).Write).Length,
            FrameCodec.Encode(new HelloFrame(
                int.MaxValue, default, number, number, Text(WireProtocol.MaxClientNameBytes), ulong.MaxValue,
                Text(WireProtocol.MaxAccessTokenBytes)).Write).Length,
        ];

        Assert.InRange(largest.Max(), 1, WireProtocol.MaxControlFrameBytes);
        Assert.True(
            WireProtocol.CoalesceBytes + WireProtocol.MaxControlFrameBytes <= WireProtocol.MaxWebSocketMessageBytes(1));
    }

    private static bool Accepts(FrameType type, ReadOnlySpan<byte> body) => type switch
    {
        // Not through the codec of the other tests: that one allocates in order to write again.
        FrameType.Hello => HelloFrame.TryRead(body, out _),
        FrameType.Welcome => WelcomeFrame.TryRead(body, out _),
        FrameType.Topic => TopicFrame.TryRead(body, out _),
        FrameType.Publish => PublishFrame.TryRead(body, FrameCodec.MaxPayload, out _),
        FrameType.Subscribe => SubscribeFrame.TryRead(body, out _),
        FrameType.Subscribed => SubscribedFrame.TryRead(body, out _),
        FrameType.Deliver => DeliverFrame.TryRead(body, FrameCodec.MaxPayload, out _),
        FrameType.GoAway => GoAwayFrame.TryRead(body, out _),
        FrameType.Error => ErrorFrame.TryRead(body, out _),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No field of it can be oversize."),
    };

    private static byte[] Parse(string hex) => FrameVector.Parse(hex);

    private static string Text(int bytes) => new('x', bytes);

    /// <summary>A length and as many bytes as it says.</summary>
    private static byte[] Field(int length)
    {
        var buffer = new WireBuffer();
        buffer.Bytes(System.Text.Encoding.ASCII.GetBytes(Text(length)));
        return buffer.Written.ToArray();
    }
}
