using System.Diagnostics;
using System.Net.WebSockets;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Benchmarks.Sizing;

/// <summary>
/// A client on a bare socket that speaks the real wire: it says Hello, subscribes to a topic, and then waits. Cheap, so that
/// one process holds as many as a relay does. One exchange at a time.
/// </summary>
internal sealed class IdleClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly WireBuffer _out = new();
    private readonly byte[] _in = new byte[4096];
    private FrameType _awaited;
    private TaskCompletionSource _answered = new();
    private long _exchanges;
    private long _published;

    private IdleClient() => _socket.Options.AddSubProtocol(WireProtocol.Subprotocol);

    /// <summary>Connects, and returns when the relay has welcomed it.</summary>
    public static async Task<IdleClient> ConnectAsync(Uri relay)
    {
        var client = new IdleClient();
        await client._socket.ConnectAsync(relay, default);
        _ = client.ReadAllAsync();
        await client.ExchangeAsync(
            FrameType.Welcome,
            frames => new HelloFrame(WireProtocol.Version, new(Guid.NewGuid()), 1, 1, "sizing", 0, "").Write(frames));
        return client;
    }

    /// <summary>Returns when the relay has confirmed it.</summary>
    public Task SubscribeAsync(string topic) => ExchangeAsync(
        FrameType.Subscribed, frames => new SubscribeFrame(1, topic, StartKind.Latest, default, 0, 1 << 20).Write(frames));

    /// <summary>Milliseconds until the pong.</summary>
    public Task<double> PingAsync() => ExchangeAsync(FrameType.Pong, frames => new PingFrame(++_exchanges).Write(frames));

    /// <summary>Milliseconds until the ack.</summary>
    public Task<double> PublishAsync(string topic, byte[] payload) => ExchangeAsync(FrameType.Ack, frames =>
    {
        if (++_published == 1)
        {
            new TopicFrame(1, topic).Write(frames);
        }

        new PublishFrame
        {
            Alias = 1,
            Sequence = _published,
            Floor = _published,
            Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            Headers = default,
            Payload = payload,
        }.Write(frames);
    });

    /// <summary>Says goodbye, and returns when the relay has done so too.</summary>
    public Task LeaveAsync() => _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

    public void Dispose() => _socket.Dispose();

    private async Task<double> ExchangeAsync(FrameType answer, Action<WireBuffer> write)
    {
        (_awaited, _answered) = (answer, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _out.Clear();
        write(_out);
        var began = Stopwatch.GetTimestamp();
        await _socket.SendAsync(_out.Written, WebSocketMessageType.Binary, endOfMessage: true, default);
        await _answered.Task;
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private async Task ReadAllAsync()
    {
        try
        {
            while (await _socket.ReceiveAsync(_in.AsMemory(), default) is { MessageType: not WebSocketMessageType.Close } received)
            {
                Read(received);
            }
        }
        catch (Exception error)
        {
            _answered.TrySetException(error);
        }
    }

    private void Read(ValueWebSocketReceiveResult received)
    {
        var frames = new FrameReader(_in.AsSpan(0, received.Count));
        while (frames.Read() is var read && read != FrameReadResult.End)
        {
            if (read == FrameReadResult.Malformed || !received.EndOfMessage || frames.Type == FrameType.Error)
            {
                throw new InvalidDataException($"The relay said what an idle client does not expect: {frames.Type}.");
            }

            if (frames.Type == _awaited)
            {
                _answered.TrySetResult();
            }
        }
    }
}
