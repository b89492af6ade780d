using System.Net;
using System.Net.WebSockets;
using System.Text;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Tests.Sockets;

public sealed class WebSocketRulesTests : IAsyncLifetime
{
    private EmbeddedRelay _relay = null!;

    public async ValueTask InitializeAsync() => _relay = await EmbeddedRelay.StartAsync(new()
    {
        Configure = options =>
        {
            options.MaxMessageBytes = 1024;
            options.HelloTimeout = TimeSpan.FromMilliseconds(200);
            options.AllowedOrigins.Add("https://app.example.com");
        },
    });

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    [Theory]
    [InlineData("https://app.example.com", true)]
    [InlineData("https://evil.example.com", false)]
    [InlineData("null", false)]
    public async Task A_web_page_may_connect_only_from_an_allowed_origin(string origin, bool isAllowed)
    {
        if (isAllowed)
        {
            await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, origin: origin);
            return;
        }

        var refusal = await Assert.ThrowsAsync<WebSocketException>(
            () => WireClient.ConnectAsync(_relay.Endpoint.Url, origin: origin));
        Assert.Contains("403", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("solconnect.relay.v9")]
    public async Task A_client_without_the_subprotocol_is_refused(string? subprotocol)
    {
        var refusal = await Assert.ThrowsAsync<WebSocketException>(
            () => WireClient.ConnectAsync(_relay.Endpoint.Url, subprotocol));

        Assert.Contains("400", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_request_is_told_that_this_is_a_WebSocket()
    {
        using var http = new HttpClient();

        var response = await http.GetAsync(new UriBuilder(_relay.Endpoint.Url) { Scheme = "http" }.Uri);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("This address speaks WebSocket only.", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_text_message_is_closed_with_1003()
    {
        await using var client = await WireClient.WelcomedAsync(_relay.Endpoint.Url);

        await client.Socket.SendAsync(Encoding.UTF8.GetBytes("hi"), WebSocketMessageType.Text, true, client.Token);

        await client.ReadToCloseAsync();
        Assert.Equal(1003, (int)client.Socket.CloseStatus!);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_closed_with_1009_although_it_never_ends()
    {
        await using var client = await WireClient.WelcomedAsync(_relay.Endpoint.Url);
        var limit = WireProtocol.MaxWebSocketMessageBytes(1024);

        await client.SendAsync(new byte[limit], endOfMessage: false);
        await client.SendAsync(new byte[1], endOfMessage: false);

        await client.ReadToCloseAsync();
        Assert.Equal(1009, (int)client.Socket.CloseStatus!);
    }

    [Fact]
    public async Task A_message_of_just_the_limit_in_many_fragments_is_taken()
    {
        await using var client = await WireClient.WelcomedAsync(_relay.Endpoint.Url);
        var message = new byte[WireProtocol.MaxWebSocketMessageBytes(1024)];
        message[0] = 0xFF;
        var length = message.Length - 4;
        (message[1], message[2], message[3]) = ((byte)(length | 0x80), (byte)((length >> 7) | 0x80), (byte)(length >> 14));

        foreach (var fragment in message.Chunk(1000))
        {
            await client.SendAsync(fragment, endOfMessage: false);
        }

        await client.SendAsync(ReadOnlyMemory<byte>.Empty, endOfMessage: true);
        await client.SendAsync(new PingFrame(1).Write);
        Assert.Equal([FrameType.Pong], await client.ReadFramesAsync());
    }

    [Fact]
    public async Task Fragments_without_content_do_not_go_on_forever()
    {
        await using var client = await WireClient.WelcomedAsync(_relay.Endpoint.Url);

        for (var count = 0; count < 20; count++)
        {
            await client.SendAsync(ReadOnlyMemory<byte>.Empty, endOfMessage: false);
        }

        await client.ReadToCloseAsync();
        Assert.Equal(1009, (int)client.Socket.CloseStatus!);
    }

    [Fact]
    public async Task Before_Hello_a_message_may_be_no_larger_than_a_Hello()
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url);

        await client.SendAsync(new byte[5000], endOfMessage: false);

        await client.ReadToCloseAsync();
        Assert.Equal(1009, (int)client.Socket.CloseStatus!);
    }

    [Fact]
    public async Task A_violation_is_answered_with_Error_and_1002()
    {
        await using var client = await WireClient.WelcomedAsync(_relay.Endpoint.Url);

        await client.SendAsync(new byte[] { 0x7F, 0x00 }, endOfMessage: true);

        Assert.Equal([FrameType.Error], await client.ReadToCloseAsync());
        Assert.Equal(1002, (int)client.Socket.CloseStatus!);
    }

    [Fact]
    public async Task A_silent_connection_is_closed()
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url);

        await client.ReadToCloseAsync();

        Assert.Equal(1008, (int)client.Socket.CloseStatus!);
        Assert.Equal("No Hello came in time.", client.Socket.CloseStatusDescription);
    }
}
