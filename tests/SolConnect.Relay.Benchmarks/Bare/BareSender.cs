using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.WebSockets;
using SolConnect.Relay.Benchmarks.Load;

namespace SolConnect.Relay.Benchmarks.Bare;

/// <summary>A bare <see cref="ClientWebSocket"/> that sends as much as a window of messages without an ack allows.</summary>
internal sealed class BareSender : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _progress = new(0);
    private readonly byte[] _payload;
    private readonly byte[] _batch;
    private readonly int _messages;
    private readonly int _window;
    private long _sent;
    private long _acked;
    private Task _reading = Task.CompletedTask;

    private BareSender(int size, int batch, int window) =>
        (_payload, _batch, _messages, _window) = (new byte[size], new byte[size * batch], batch, window);

    /// <param name="batch">Messages in one WebSocket message.</param>
    /// <param name="window">Messages without an ack.</param>
    public static async Task<BareSender> ConnectAsync(BareServer server, int size, int batch, int window)
    {
        var sender = new BareSender(size, batch, window);
        await sender._socket.ConnectAsync(server.Publish(size), default);
        sender._reading = sender.ReadAsync();
        return sender;
    }

    /// <summary>Sends for a while, and returns once all of it is acknowledged.</summary>
    public async Task<Sent> SendForAsync(TimeSpan time)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), _sent);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            while (_sent + _messages - Volatile.Read(ref _acked) > _window && _sent > Volatile.Read(ref _acked))
            {
                await _progress.WaitAsync();
            }

            // Each message is copied to where it is sent from, as whoever coalesces has to.
            for (var index = 0; index < _messages; index++)
            {
                _payload.CopyTo(_batch.AsSpan(index * _payload.Length));
            }

            await _socket.SendAsync(_batch, WebSocketMessageType.Binary, true, default);
            _sent += _messages;
        }

        while (Volatile.Read(ref _acked) < _sent)
        {
            await _progress.WaitAsync();
        }

        return new(_sent - before, Stopwatch.GetElapsedTime(began));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _progress.Dispose();
    }

    private async Task ReadAsync()
    {
        var ack = new byte[sizeof(long)];
        try
        {
            while (true)
            {
                await _socket.ReceiveAsync(ack.AsMemory(), default);
                Volatile.Write(ref _acked, BinaryPrimitives.ReadInt64LittleEndian(ack));
                if (_progress.CurrentCount == 0)
                {
                    _progress.Release();
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // Disposed.
        }
    }
}
