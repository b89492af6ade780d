using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class MalformedFrameTests
{
    private readonly HubWorld _world = new();

    private static PublishFrame First =>
        new() { Alias = 1, Sequence = 1, Floor = 1, Timestamp = 9, Headers = [], Payload = "x"u8 };

    [Theory]
    [InlineData(new byte[] { 0x04 }, "a frame without a length")]
    [InlineData(new byte[] { 0x04, 0x05, 0x01 }, "a frame that is cut off")]
    [InlineData(new byte[] { 0x00, 0x00 }, "type 0")]
    [InlineData(new byte[] { 0x7F, 0x00 }, "an unknown type that may not be skipped")]
    [InlineData(new byte[] { 0x10, 0x80, 0x00 }, "a length in a longer form than it needs")]
    [InlineData(new byte[] { 0x10, 0x00 }, "a Ping without nonce")]
    [InlineData(new byte[] { 0x10, 0x02, 0x01, 0x01 }, "a Ping with something behind it")]
    [InlineData(new byte[] { 0x02, 0x00 }, "a frame that only relays send")]
    [InlineData(new byte[] { 0x03, 0x03, 0x01, 0x01, 0xFF }, "a topic that is not UTF-8")]
    public void It_costs_its_connection_and_nothing_else(byte[] message, string what)
    {
        var (other, client) = (_world.Subscriber(), _world.Connect());

        client.SendBytes(message);

        Assert.True(client.Errors is [{ Code: ErrorCode.Protocol }], what);
        Assert.Equal((HubCloseCause.ProtocolViolation, 1002), (client.End!.Cause, client.End.Status));
        _world.Publisher().Publish(1);
        Assert.Equal(["m1"], other.Texts);
    }

    [Fact]
    public void Unknown_frames_that_may_be_skipped_are_skipped()
    {
        var client = _world.Connect().SendBytes(new byte[] { 0x80, 0x02, 0xAA, 0xBB, 0x10, 0x01, 0x07, 0xFF, 0x00 });

        Assert.Equal(7, client.Pongs.Single().Nonce);
        Assert.Null(client.End);
    }

    [Fact]
    public void What_stands_before_the_malformed_frame_is_done_and_answered()
    {
        var publisher = _world.Publisher();
        var buffer = new WireBuffer();
        First.Write(buffer);
        buffer.Raw([0x00, 0x00]);

        publisher.SendBytes(buffer.Written);

        Assert.Equal([FrameType.Welcome, FrameType.Ack, FrameType.Error], publisher.Frames);
        Assert.Single(_world.Subscriber().Delivered);
    }

    [Fact]
    public void A_client_that_says_Error_is_let_go()
    {
        var client = _world.Connect().Send(new ErrorFrame(ErrorCode.Internal, "\u001b[31mtrouble").Write);

        Assert.Equal(HubCloseCause.ClientError, client.End!.Cause);
        Assert.DoesNotContain("trouble", client.End.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_never_throw_and_never_hurt_a_bystander()
    {
        var random = new Random(1);
        var bystander = _world.Subscriber();
        for (var round = 0; round < 20_000; round++)
        {
            var client = random.Next(2) == 0 ? _world.Connect(producer: 50) : _world.Publisher(producer: 50);
            var message = new byte[random.Next(1, 40)];
            random.NextBytes(message);

            // Most random types end the connection; known ones with a fitting length come further.
            message[0] = (byte)random.Next(0x00, 0x15);
            if (message.Length > 1 && random.Next(4) > 0)
            {
                message[1] = (byte)(message.Length - 2);
            }

            client.SendBytes(message);
            if (client.End is null)
            {
                client.Break();
            }
        }

        Assert.Null(bystander.End);
        Assert.Equal(1, _world.Hub.Connections);
        _world.Publisher("fine").Publish(1);
    }

    [Fact]
    public void Frames_with_one_byte_changed_never_throw()
    {
        var random = new Random(2);
        for (var round = 0; round < 20_000; round++)
        {
            var buffer = new WireBuffer();
            new TopicFrame(1, "t").Write(buffer);
            First.Write(buffer);
            new MarkFrame(1, 5).Write(buffer);
            new SubscribeFrame(1, "t", StartKind.Position, new(HubWorld.Log, 1), 0, 1000).Write(buffer);
            new SyncFrame(1, 4).Write(buffer, FrameType.Sync);
            new CreditFrame(1, 99).Write(buffer);
            var message = buffer.Written.ToArray();
            message[random.Next(message.Length)] = (byte)random.Next(256);

            var client = _world.Connect(producer: 50).SendBytes(message);
            if (client.End is null)
            {
                client.Break();
            }
        }

        Assert.Equal(0, _world.Hub.Connections);
    }
}
