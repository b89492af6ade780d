using System.Net.WebSockets;

namespace SolConnect.Relay.Benchmarks.Bare;

/// <summary>A bare socket that takes every message out of what it receives, into an array of its own.</summary>
internal sealed class BareSubscriber : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly int _size;
    private long _received;
    private Task _reading = Task.CompletedTask;

    private BareSubscriber(int size) => _size = size;

    public long Received => Volatile.Read(ref _received);

    public static async Task<BareSubscriber> ConnectAsync(BareServer server, int size)
    {
        var subscriber = new BareSubscriber(size);
        await subscriber._socket.ConnectAsync(server.Subscribe, default);
        await subscriber._socket.ReceiveAsync(new byte[1].AsMemory(), default);
        subscriber._reading = subscriber.ReadAsync();
        return subscriber;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var (buffer, kept) = (new byte[1024 * 1024], Array.Empty<byte>());
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                for (var at = 0; at < length; at += _size)
                {
                    kept = buffer[at..(at + _size)];
                }

                Volatile.Write(ref _received, _received + (length / _size));
                GC.KeepAlive(kept);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // Disposed.
        }
    }
}
