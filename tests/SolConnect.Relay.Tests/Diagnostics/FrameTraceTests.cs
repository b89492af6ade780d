using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Tests.Connections;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Diagnostics;

/// <summary>The trace tells every frame by its numbers and sizes, and nothing of what people send.</summary>
public sealed class FrameTraceTests : IDisposable
{
    private static readonly ProducerId Producer = new(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
    private static readonly LogId Log = new(Guid.Parse("0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"));

    private readonly RecordingLoggerFactory _logs = new();
    private readonly FakeWebSocket _inner = new();

    [Fact]
    public async Task Every_frame_of_a_sent_message_has_a_line_with_its_numbers_and_sizes()
    {
        using var socket = await OpenAsync();
        var buffer = new WireBuffer();
        new HelloFrame(1, Producer, 7, 3, "me", 0xAB, "s3cret-token").Write(buffer);
        new TopicFrame(1, "chat\n").Write(buffer);
        new PublishFrame
        {
            Alias = 1,
            Sequence = 9,
            Floor = 4,
            Timestamp = 5,
            Headers = "s3cret"u8,
            Payload = "s3cret payload"u8,
        }.Write(buffer);
        new TombstoneFrame(1, 10, 4).Write(buffer);
        new MarkFrame(1, 10).Write(buffer);
        new SubscribeFrame(2, "chat", StartKind.Position, new(Log, 12), 0, 65536).Write(buffer);
        new CreditFrame(2, 100).Write(buffer);
        new SyncFrame(2, 8).Write(buffer, FrameType.Sync);
        new UnsubscribeFrame(2).Write(buffer);
        new PingFrame(4).Write(buffer);

        await socket.SendAsync(buffer.Written, WebSocketMessageType.Binary, true, default);

        Assert.Equal(
            [
                $"To a, socket 1: Hello producer {Producer} generation 7 attempt 3 set 00000000000000ab",
                "To a, socket 1: Topic alias 1 is 'chat\uFFFD'",
                "To a, socket 1: Publish alias 1 sequence 9 floor 4 payload 14 headers 6",
                "To a, socket 1: Tombstone alias 1 sequence 10 floor 4",
                "To a, socket 1: Mark alias 1 through 10",
                "To a, socket 1: Subscribe subscription 2 to 'chat' from Position offset 12 credit 65536",
                "To a, socket 1: Credit subscription 2 more 100",
                "To a, socket 1: Sync subscription 2 nonce 8",
                "To a, socket 1: Unsubscribe subscription 2",
                "To a, socket 1: Ping nonce 4",
            ],
            Lines(630).Select(line => line[..line.LastIndexOf(',')]));
        Assert.Equal(buffer.Length, Lines(630).Sum(line => int.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture)));
        Assert.Equal(buffer.Written.ToArray(), await _inner.Sent.Reader.ReadAsync());
        AssertNothingSecret();
    }

    [Fact]
    public async Task A_received_message_is_told_once_it_is_whole_however_it_is_cut()
    {
        using var socket = await OpenAsync();
        var buffer = new WireBuffer();
        new AckFrame(1, 9).Write(buffer);
        new RejectFrame(1, 10, RejectCode.OutOfOrder, 8, TimeSpan.Zero).Write(buffer);
        new PongFrame(4, 250, 1).Write(buffer);
        new GoAwayFrame(GoAwayReason.Shutdown, TimeSpan.FromSeconds(1.5), [new("b", "wss://b.example")]).Write(buffer);
        new ErrorFrame(ErrorCode.Protocol, "no\r\nforged line").Write(buffer);
        new SubscribedFrame(2, SubscribeOutcome.Fresh, Log, 5, 6, false, []).Write(buffer);
        var record = new WireBuffer();
        new LogRecord
        {
            Kind = RecordKind.Message,
            Producer = Producer,
            Generation = 7,
            Sequence = 9,
            Timestamp = 5,
            Payload = "s3cret"u8,
        }.Write(record);
        DeliverFrame.Write(buffer, 2, 5, record.Written.Span);
        var bytes = buffer.Written.ToArray();
        _inner.Push(bytes[..10], isLast: false);
        _inner.Push(bytes[10..]);

        await ReceiveAsync(socket);

        Assert.Equal(
            [
                "Ack alias 1 through 9",
                "Reject alias 1 sequence 10 OutOfOrder expected 8",
                "Pong nonce 4 load 250",
                "GoAway Shutdown within 00:00:01.5000000 alternates 1",
                "Error Protocol 'no\uFFFD\uFFFDforged line'",
                $"Subscribed subscription 2 Fresh log {Log} next 5 end 6 frontier 0",
                $"Deliver subscription 2 offset 5 Message producer {Producer} generation 7 sequence 9 payload 6 headers 0",
            ],
            Lines(631).Select(line => line["From a, socket 1: ".Length..line.LastIndexOf(',')]));
        AssertNothingSecret();
    }

    [Fact]
    public async Task What_is_no_frame_is_told_by_its_size()
    {
        using var socket = await OpenAsync();
        _inner.Push([0x07, 0x01, 0x00, 0x04, 0x7F]); // An Ack that is cut short, then no frame at all.

        await ReceiveAsync(socket);

        Assert.StartsWith("From a, socket 1: Ack (malformed)", Assert.Single(Lines(631)), StringComparison.Ordinal);
        Assert.Equal(["a, socket 1: the rest of a message of 5 bytes is no frame."], Lines(632));
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData(null, false)]
    [InlineData("TRUE", true)]
    public void Without_debug_no_layer_stands_before_the_sockets(string? debug, bool isTraced)
    {
        var options = ValidOptions.WithRelays("a");
        if (debug is not null)
            options.Metadata["debug"] = debug;
        var dialer = FakeDialer.Opening(_inner);

        Assert.Equal(!isTraced, ReferenceEquals(dialer, TracingDialer.Wrap(dialer, options, _logs)));
    }

    public void Dispose()
    {
        _inner.Dispose();
        _logs.Dispose();
    }

    private async Task<WebSocket> OpenAsync()
    {
        var options = ValidOptions.Configured(("Metadata:debug", "true"));
        var dialer = TracingDialer.Wrap(FakeDialer.Opening(_inner), options, _logs);
        return (await dialer.DialAsync(options.Relays[0], AccessTokenReason.Connect, default)).Socket;
    }

    private static async Task ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[64];
        while (!(await socket.ReceiveAsync(buffer.AsMemory(), default)).EndOfMessage)
        {
        }
    }

    private IEnumerable<string> Lines(int id)
    {
        Assert.All(_logs.Entries, entry => Assert.Equal(LogLevel.Debug, entry.Level));
        return _logs.Entries.Where(entry => entry.Id.Id == id).Select(entry => entry.Text);
    }

    private void AssertNothingSecret() => Assert.DoesNotContain(
        _logs.Entries, entry => entry.Text.Contains("s3cret", StringComparison.OrdinalIgnoreCase)
            || entry.Text.Contains(Convert.ToHexString(Encoding.UTF8.GetBytes("s3cret")), StringComparison.OrdinalIgnoreCase));
}
