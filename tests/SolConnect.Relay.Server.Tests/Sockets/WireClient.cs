using System.Net.WebSockets;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Tests.Sockets;

/// <summary>A real WebSocket that speaks frames to a real relay.</summary>
internal sealed class WireClient : IAsyncDisposable
{
    // Only to end a test that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly byte[] _bytes = new byte[4 * 1024 * 1024];

    private WireClient(ClientWebSocket socket) => Socket = socket;

    public ClientWebSocket Socket { get; }

    public CancellationToken Token => _patience.Token;

    public static async Task<WireClient> ConnectAsync(
        Uri url, string? subprotocol = WireProtocol.Subprotocol, string? origin = null, string? authorization = null)
    {
        var client = new WireClient(new ClientWebSocket());
        if (subprotocol is not null)
        {
            client.Socket.Options.AddSubProtocol(subprotocol);
        }

        if (origin is not null)
        {
            client.Socket.Options.SetRequestHeader("Origin", origin);
        }

        if (authorization is not null)
        {
            client.Socket.Options.SetRequestHeader("Authorization", authorization);
        }

        await client.Socket.ConnectAsync(url, client.Token);
        return client;
    }

    public static async Task<WireClient> WelcomedAsync(Uri url, int producer = 1, long attempt = 1)
    {
        var client = await ConnectAsync(url);
        var id = new ProducerId(new Guid(producer, 0, 0, new byte[8]));
        await client.SendAsync(new HelloFrame(1, id, 1, attempt, "test", 0, "").Write);
        Assert.Equal([FrameType.Welcome], await client.ReadFramesAsync());
        return client;
    }

    /// <summary>Hello as a browser says it, with the token inside.</summary>
    public Task HelloAsync(string token = "", int producer = 1) => SendAsync(
        new HelloFrame(1, new(new Guid(producer, 0, 0, new byte[8])), 1, 1, "test", 0, token).Write);

    public Task SendAsync(Action<WireBuffer> write)
    {
        var buffer = new WireBuffer();
        write(buffer);
        return SendAsync(buffer.Written, endOfMessage: true);
    }

    public Task SendAsync(ReadOnlyMemory<byte> bytes, bool endOfMessage) =>
        Socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage, Token).AsTask();

    /// <summary>One message; empty when the relay closed.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAsync()
    {
        var length = 0;
        while (true)
        {
            var result = await Socket.ReceiveAsync(_bytes.AsMemory(length), Token);
            length += result.Count;
            if (result.EndOfMessage || result.MessageType == WebSocketMessageType.Close)
            {
                return _bytes.AsMemory(0, length);
            }
        }
    }

    public async Task<List<FrameType>> ReadFramesAsync()
    {
        var message = await ReadAsync();
        return Frames(message.Span);
    }

    /// <summary>Reads up to the relay's close frame and answers it. Returns the frames before it.</summary>
    public async Task<List<FrameType>> ReadToCloseAsync()
    {
        var frames = new List<FrameType>();
        while (Socket.State == WebSocketState.Open)
        {
            frames.AddRange(await ReadFramesAsync());
        }

        await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", Token);
        return frames;
    }

    /// <summary>Reads until the connection breaks without a close frame.</summary>
    public async Task<WebSocketException> ReadToBreakAsync()
    {
        return await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (Socket.State == WebSocketState.Open)
            {
                await ReadAsync();
            }
        });
    }

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        _patience.Dispose();
        return ValueTask.CompletedTask;
    }

    private static List<FrameType> Frames(ReadOnlySpan<byte> message)
    {
        var frames = new List<FrameType>();
        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            frames.Add(reader.Type);
        }

        return frames;
    }
}
