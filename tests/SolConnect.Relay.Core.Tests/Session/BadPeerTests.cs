using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>Whatever a relay sends costs at most its own connection.</summary>
public sealed class BadPeerTests
{
    private static readonly LogId OtherLog = new(Guid.NewGuid());

    private static readonly Dictionary<string, Action<WireBuffer>> Frames = new()
    {
        ["a mandatory frame that nobody knows"] = buffer => buffer.Raw([0x7F, 0x00]),
        ["a length beyond the message"] = buffer => buffer.Raw([(byte)FrameType.Ack, 0x20, 0x01]),
        ["a truncated ack"] = buffer => buffer.Raw([(byte)FrameType.Ack, 0x01, 0x01]),
        ["a truncated pong"] = buffer => buffer.Raw([(byte)FrameType.Pong, 0x01, 0x01]),
        ["a truncated welcome"] = buffer => buffer.Raw([(byte)FrameType.Welcome, 0x01, 0x01]),
        ["a truncated go-away"] = buffer => buffer.Raw([(byte)FrameType.GoAway, 0x00]),
        ["a second welcome"] = new WelcomeFrame(
            "r", "", OtherLog, Durability.Received, 0, new(65_536, 1, 1), TimeSpan.Zero, 0, SetVerdict.Same, []).Write,
        ["a frame that only clients send"] = new TopicFrame(1, "t").Write,
        ["a hello"] = new HelloFrame(1, SessionWorld.Producer, 1, 1, "", 0, "").Write,
        ["a subscription that never was"] = new SubscribedFrame(9, 0, OtherLog, 0, 0, false, []).Write,
        ["a message for a subscription that never was"] = TestRelay.DeliverOf(0, 1, subscription: 9),
        ["an answer for a subscription that never was"] = buffer => new SyncFrame(9, 1).Write(buffer, FrameType.Synced),
        ["a reject of an unknown topic"] = new RejectFrame(7, 1, RejectCode.TopicDenied, 0, default).Write,
        ["a message before the subscription is confirmed"] = TestRelay.DeliverOf(0, 1),
        ["a confirmation that names another log"] = new SubscribedFrame(1, 0, OtherLog, 0, 0, false, []).Write,
    };

    public static TheoryData<string> Names => [.. Frames.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_bad_frame_costs_the_connection_and_nothing_else(string name)
    {
        var world = SessionWorld.Connected();
        world.Subscribe();
        var send = world.Send("m1");

        world.Relays[0].Say(Frames[name]);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
        Assert.Equal(FrameType.Error, world.Relays[0].Frames[^1]);
        Assert.Equal(AlertKind.RelayMisbehaved, world.EventsOf<SessionEvent.Alert>().Single().Kind);
        Assert.Equal((ConnectionPhase.Primary, ConnectionPhase.Standby), (world.Relays[1].Phase, world.Relays[2].Phase));
        world.Relays[1].Ack(1);
        world.Relays[2].Ack(1);
        Assert.True(send.HasReceipt);
    }

    [Fact]
    public void What_follows_a_bad_frame_in_the_same_message_is_not_read()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");
        world.Relays[1].Ack(1);

        world.Relays[0].Say(new AckFrame(9, 1).Write, new AckFrame(1, 1).Write);

        Assert.Null(send.Result);
    }

    [Fact]
    public void What_came_before_it_counts()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");
        world.Relays[1].Ack(1);

        world.Relays[0].Say(new AckFrame(1, 1).Write, new AckFrame(9, 1).Write);

        Assert.True(send.HasReceipt);
    }

    [Fact]
    public void Optional_frames_that_nobody_knows_are_skipped()
    {
        var world = SessionWorld.Connected();
        var send = world.Send("m1");
        world.Relays[1].Ack(1);

        world.Relays[0].Say(buffer => buffer.Raw([0xFE, 0x02, 0x01, 0x02]), new AckFrame(1, 1).Write);

        Assert.True(send.HasReceipt);
    }

    [Fact]
    public void A_frame_before_Welcome_costs_the_connection()
    {
        var world = new SessionWorld();
        world.Start();

        world.Relays[0].Accept().Say(new PingFrame(1).Write);

        Assert.Equal(CloseReason.ProtocolError, world.Relays[0].End!.Reason);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_bytes_never_throw_and_never_touch_another_connection(int seed)
    {
        var world = SessionWorld.Connected(seed: (ulong)seed);
        world.Subscribe();
        world.Send("m1");
        var random = new Random(seed);
        var bytes = new byte[40];

        for (var count = 0; count < 2_000; count++)
        {
            random.NextBytes(bytes);
            bytes[0] = (byte)random.Next(1, 0x16);
            bytes[1] = (byte)random.Next(0, 12);
            world.Relays[0].SayBytes(bytes.AsMemory(0, random.Next(1, bytes.Length)));
            if (world.Relays[0].End is not null)
            {
                world.Relays[0].Open();
            }
        }

        Assert.Null(world.Relays[1].End);
        Assert.Null(world.Relays[2].End);
        Assert.True(world.Relays[0].Dials > 100, "most of it is not the protocol");
    }

    [Fact]
    public void Text_of_a_relay_is_cleaned_before_anyone_reads_it()
    {
        var world = SessionWorld.Connected();

        world.Relays[0].Say(new ErrorFrame(ErrorCode.Internal, "no\r\n\u202Eforged").Write);

        var closed = world.EventsOf<SessionEvent.RelayClosed>().Single();
        Assert.DoesNotContain(closed.Detail, character => char.IsControl(character) || character == '\u202E');
        Assert.Equal(CloseReason.RefusedByRelay, closed.Reason);
    }
}
