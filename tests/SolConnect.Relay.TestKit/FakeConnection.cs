using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.TestKit;

/// <summary>One connection to a <see cref="FakeRelay"/>, as its script sees it.</summary>
public sealed class FakeConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly string _relayId;
    private WebSocket? _webSocket;

    internal FakeConnection(Socket socket, string relayId, CancellationToken stopping)
    {
        (_socket, _relayId, Stopping) = (socket, relayId, stopping);
        _stream = new(socket, ownsSocket: false);
    }

    /// <summary>Cancelled when the relay is disposed.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Reads the upgrade request; the result holds its lines.</summary>
    public async Task<string> ReadRequestAsync()
    {
        var request = new StringBuilder();
        var one = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _stream.ReadExactlyAsync(one, Stopping);
            request.Append((char)one[0]);
        }

        return request.ToString();
    }

    /// <summary>Answers the upgrade request with an HTTP status and closes.</summary>
    public async Task RefuseAsync(int status, string headers = "")
    {
        await ReadRequestAsync();
        await WriteBytesAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status} Refused\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"));
        _socket.Shutdown(SocketShutdown.Send);
        await _stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, Stopping);
    }

    /// <summary>Accepts the upgrade. The result holds the lines of the request.</summary>
    /// <param name="subprotocol">What the answer names; <c>null</c> for nothing.</param>
    public async Task<string> UpgradeAsync(string? subprotocol = WireProtocol.Subprotocol)
    {
        var request = await ReadRequestAsync();
        await WriteBytesAsync(AnswerTo(request, subprotocol));
        _webSocket = WebSocket.CreateFromStream(
            _stream, isServer: true, subprotocol, keepAliveInterval: Timeout.InfiniteTimeSpan);
        return request;
    }

    /// <summary>What accepts an upgrade, for scripts that send it in a way of their own.</summary>
    /// <param name="subprotocol">What the answer names; <c>null</c> for nothing.</param>
    public static byte[] AnswerTo(string request, string? subprotocol = WireProtocol.Subprotocol)
    {
        var key = request.Split("\r\n")
            .First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))
            .Split(':', 2)[1].Trim();

        // RFC 6455, section 1.3, prescribes SHA-1 and the constant; nothing secret depends on it.
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(
            SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        return Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {accept}\r\n"
            + (subprotocol is null ? "" : $"Sec-WebSocket-Protocol: {subprotocol}\r\n") + "\r\n");
    }

    /// <summary>Accepts the upgrade, reads Hello and says Welcome with a fresh log.</summary>
    public Task WelcomeAsync() => WelcomeAsync(new RelayLimits(1024 * 1024, 8 * 1024 * 1024, 10_000));

    /// <summary>The same with limits of its own.</summary>
    internal async Task WelcomeAsync(RelayLimits limits)
    {
        await UpgradeAsync();
        await ReadAsync();
        await SendAsync(new WelcomeFrame(
            _relayId, "", new LogId(Guid.NewGuid()), Durability.Received, 1_000_000, limits, TimeSpan.FromSeconds(10),
            0, SetVerdict.Same, []).Write);
    }

    /// <summary>The next WebSocket message; empty when the client closes.</summary>
    public async Task<byte[]> ReadAsync()
    {
        var buffer = new byte[1024 * 1024];
        var length = 0;
        while (true)
        {
            var result = await _webSocket!.ReceiveAsync(buffer.AsMemory(length), Stopping);
            length += result.Count;
            if (result.EndOfMessage)
            {
                return buffer[..length];
            }
        }
    }

    /// <summary>Reads and forgets whatever the client sends, until it leaves.</summary>
    public async Task SwallowAsync()
    {
        while ((await ReadAsync()).Length > 0)
        {
        }
    }

    /// <summary>Waits for the first WebSocket message that holds a Publish frame.</summary>
    public async Task ReadPublishAsync()
    {
        while (!HoldsPublish(await ReadAsync()))
        {
        }
    }

    /// <summary>One WebSocket message with these bytes.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> message) =>
        _webSocket!.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, Stopping);

    /// <summary>Acknowledges a topic through a sequence, whether that was sent or not.</summary>
    public ValueTask AcknowledgeAsync(int alias, long through) => SendAsync(new AckFrame(alias, through).Write);

    /// <summary>One WebSocket message of text.</summary>
    public ValueTask SendTextAsync(string text) => _webSocket!.SendAsync(
        Encoding.UTF8.GetBytes(text).AsMemory(), WebSocketMessageType.Text, endOfMessage: true, Stopping);

    /// <summary>Bytes as they are, below the WebSocket.</summary>
    public ValueTask WriteBytesAsync(ReadOnlyMemory<byte> bytes) => _stream.WriteAsync(bytes, Stopping);

    /// <summary>Returns once the client has closed or reset the connection, below the WebSocket.</summary>
    public async Task AwaitEndAsync()
    {
        try
        {
            await _stream.CopyToAsync(Stream.Null, Stopping);
        }
        catch (IOException)
        {
            // A reset.
        }
    }

    /// <summary>Does nothing until the relay is disposed.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, Stopping);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Zero seconds of lingering: the peer gets a reset.
        _socket.LingerState = new(enable: true, seconds: 0);
        _webSocket?.Dispose();
        await _stream.DisposeAsync();
        _socket.Dispose();
    }

    internal ValueTask SendAsync(Action<WireBuffer> write)
    {
        var buffer = new WireBuffer();
        write(buffer);
        return SendAsync(buffer.Written);
    }

    private static bool HoldsPublish(byte[] message)
    {
        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Publish)
            {
                return true;
            }
        }

        return message.Length == 0 ? throw new IOException("The client has left.") : false;
    }
}
