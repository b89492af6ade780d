using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Tests.Connections;

/// <summary>The HTTP of .NET makes the upgrade, and the connection is taken from it: not a byte is lost, and nothing is kept.</summary>
public sealed class HttpUpgradeTests
{
    private static readonly Uri Url = new("ws://relay.example/relay");
    private static readonly byte[] Payload = [1, 2, 3, 4, 5];

    // A WebSocket message as a relay writes it: final, binary, not masked.
    private static readonly byte[] Message = [0x82, (byte)Payload.Length, .. Payload];

    [Fact]
    public async Task A_message_right_behind_the_answer_is_received_wherever_the_bytes_are_cut()
    {
        var length = 1;
        for (var cut = 0; cut < length; cut++)
        {
            var peer = new UpgradePeer(request =>
            {
                byte[] all = [.. FakeConnection.AnswerTo(request), .. Message];
                length = all.Length;
                return [all[..(cut + 1)], all[(cut + 1)..]];
            });

            using var socket = await OpenAsync(peer);

            Assert.Equal(Payload, await ReceiveAsync(socket));
        }

        Assert.True(length > 100);
    }

    [Fact]
    public async Task An_answer_and_a_message_may_come_byte_by_byte()
    {
        var peer = new UpgradePeer(request => FakeConnection.AnswerTo(request).Concat(Message).Select(single => new[] { single }));

        using var socket = await OpenAsync(peer);

        Assert.Equal(Payload, await ReceiveAsync(socket));
    }

    [Fact]
    public async Task Behind_the_answer_may_be_more_than_HTTP_reads_at_once()
    {
        var large = Enumerable.Range(0, 50_000).Select(number => (byte)number).ToArray();
        byte[] message = [0x82, 126, (byte)(large.Length >> 8), unchecked((byte)large.Length), .. large];
        var peer = new UpgradePeer(request => [[.. FakeConnection.AnswerTo(request), .. message, .. Message]]);

        using var socket = await OpenAsync(peer);

        Assert.Equal(large, await ReceiveAsync(socket));
        Assert.Equal(Payload, await ReceiveAsync(socket));
    }

    [Theory]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n")]
    public async Task Interim_answers_may_come_first(string interim)
    {
        var peer = new UpgradePeer(
            request => [[.. Encoding.ASCII.GetBytes(interim), .. FakeConnection.AnswerTo(request), .. Message]]);

        using var socket = await OpenAsync(peer);

        Assert.Equal(Payload, await ReceiveAsync(socket));
    }

    [Fact]
    public async Task Lines_may_end_with_a_line_feed_alone()
    {
        var peer = new UpgradePeer(request =>
        {
            var answer = Encoding.ASCII.GetString(FakeConnection.AnswerTo(request)).Replace("\r\n", "\n", StringComparison.Ordinal);
            return [[.. Encoding.ASCII.GetBytes(answer), .. Message]];
        });

        using var socket = await OpenAsync(peer);

        Assert.Equal(Payload, await ReceiveAsync(socket));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(403)]
    [InlineData(503)]
    public async Task HTTP_reads_the_body_of_every_other_answer(int status)
    {
        var body = new string('x', 10_000);
        var peer = new UpgradePeer(
            _ => [Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Other\r\nContent-Length: {body.Length}\r\n\r\n{body}")]);
        using var http = Upgrade(peer);
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);

        using var answer = await http.Http.SendAsync(request, CancellationToken.None);

        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Of_HTTP_nothing_is_kept()
    {
        var peer = new UpgradePeer(request => [FakeConnection.AnswerTo(request)]);
        using var socket = await OpenAsync(peer);

        await Patience.UntilAsync(() => IsCollected(peer.FirstBuffer!), "HTTP's read buffer to be collected");

        Assert.Equal((WebSocketState.Open, WireProtocol.Subprotocol), (socket.State, socket.SubProtocol));
    }

    [Fact]
    public async Task A_connection_that_was_taken_is_closed_by_its_WebSocket_alone()
    {
        var peer = new UpgradePeer(request => [FakeConnection.AnswerTo(request)]);
        var socket = await OpenAsync(peer);
        Assert.False(peer.IsClosed);

        socket.Abort();

        Assert.True(peer.IsClosed);
    }

    [Fact]
    public async Task A_connection_that_was_closed_meanwhile_cannot_be_taken()
    {
        var peer = new UpgradePeer(request => [FakeConnection.AnswerTo(request)]);
        using var http = Upgrade(peer);
        using var opened = await ConnectAsync(http);

        opened.Abort();

        Assert.True(peer.IsClosed);
        Assert.Throws<IOException>(() => http.Take(opened));
    }

    // Apart, so that no local of a test keeps what is to be collected.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WebSocket> OpenAsync(UpgradePeer peer)
    {
        using var http = Upgrade(peer);
        return http.Take(await ConnectAsync(http));
    }

    private static bool IsCollected(WeakReference what)
    {
        GC.Collect();
        return !what.IsAlive;
    }

    private static HttpUpgrade Upgrade(UpgradePeer peer) => new((_, _) => new(peer));

    private static async Task<ClientWebSocket> ConnectAsync(HttpUpgrade http)
    {
        var opened = new ClientWebSocket();
        opened.Options.AddSubProtocol(WireProtocol.Subprotocol);
        await opened.ConnectAsync(Url, http.Http, CancellationToken.None).WithinPatienceAsync("the upgrade");
        return opened;
    }

    private static async Task<byte[]> ReceiveAsync(WebSocket socket)
    {
        var (buffer, length) = (new byte[100_000], 0);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None).AsTask()
                .WithinPatienceAsync("a message");
            length += part.Count;
            if (part.EndOfMessage)
            {
                return buffer[..length];
            }
        }
    }
}
