using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Threading.Channels;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Benchmarks.Failover.HandWritten;

/// <summary>
/// One WebSocket to one relay: says Hello as a producer of its own, subscribes to the topic from now on, and publishes.
/// </summary>
internal sealed class HandWrittenConnection : IDisposable
{
    private const int MaxBytes = 1024 * 1024;

    // More than any run reads: this loop does not hold the relay back.
    private const long Credit = 1L << 40;

    // How often the loop looks at the clock.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<byte[]> _outgoing =
        Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });

    private readonly byte[] _received = new byte[MaxBytes];
    private readonly WireBuffer _buffer = new();
    private long _sequence;

    private HandWrittenConnection(string relay) => Relay = relay;

    /// <summary>Everything through this message of the connection, counted from 1, is acknowledged.</summary>
    public event Action<long>? Acked;

    /// <summary>A message has arrived.</summary>
    public event Action<int>? Delivered;

    public string Relay { get; }

    /// <summary>Connects, and returns once the relay has taken the subscription.</summary>
    public static async Task<HandWrittenConnection> OpenAsync(
        RelayEndpoint relay, string topic, TimeSpan timeout, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(timeout);
        var connection = new HandWrittenConnection(relay.Id);
        try
        {
            connection._socket.Options.AddSubProtocol(WireProtocol.Subprotocol);
            await connection._socket.ConnectAsync(relay.Url, limit.Token);
            await connection.IntroduceAsync(topic, limit.Token);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Queues a message. Not thread-safe.</summary>
    public void Publish(byte[] payload) => _outgoing.Writer.TryWrite(payload);

    /// <summary>Sends and receives until the connection ends or is given up.</summary>
    /// <param name="isLost">Looked at every few milliseconds: whether to give it up.</param>
    public async Task UseAsync(Func<bool> isLost, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task[] running = [ReceiveAllAsync(end.Token), SendAllAsync(end.Token), WatchAsync(isLost, end.Token)];
        await Task.WhenAny(running);
        await end.CancelAsync();
        _socket.Abort();
        await Task.WhenAll(running);
    }

    public void Dispose() => _socket.Dispose();

    private async Task IntroduceAsync(string topic, CancellationToken cancellationToken)
    {
        new HelloFrame(WireProtocol.Version, new(Guid.NewGuid()), 1, 1, "hand-written", 0, "").Write(_buffer);
        await SendAsync(cancellationToken);
        await WaitForAsync(FrameType.Welcome, cancellationToken);
        new TopicFrame(1, topic).Write(_buffer);
        new SubscribeFrame(1, topic, StartKind.Latest, default, 0, Credit).Write(_buffer);
        await SendAsync(cancellationToken);
        await WaitForAsync(FrameType.Subscribed, cancellationToken);
    }

    private async Task WaitForAsync(FrameType type, CancellationToken cancellationToken)
    {
        while (!Contains(await ReceiveAsync(cancellationToken), type))
        {
            // Something else came first.
        }
    }

    private static bool Contains(ReadOnlyMemory<byte> message, FrameType type)
    {
        var reader = new FrameReader(message.Span);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == type)
            {
                return true;
            }
        }

        return false;
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var payload in _outgoing.Reader.ReadAllAsync(cancellationToken))
        {
            WritePublish(payload);
            await SendAsync(cancellationToken);
        }
    }

    private void WritePublish(byte[] payload)
    {
        _sequence++;
        new PublishFrame
        {
            Alias = 1,
            Sequence = _sequence,
            Floor = _sequence,
            Timestamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            Headers = default,
            Payload = payload,
        }.Write(_buffer);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await _socket.SendAsync(_buffer.Written, WebSocketMessageType.Binary, true, cancellationToken);
        _buffer.Clear();
    }

    private async Task ReceiveAllAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Take((await ReceiveAsync(cancellationToken)).Span);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        for (var length = 0; ;)
        {
            var part = await _socket.ReceiveAsync(_received.AsMemory(length), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException(WebSocketError.ConnectionClosedPrematurely);
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return _received.AsMemory(0, length);
            }
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        var reader = new FrameReader(message);
        while (reader.Read() == FrameReadResult.Frame)
        {
            if (reader.Type == FrameType.Ack && AckFrame.TryRead(reader.Body, out var ack))
            {
                Acked?.Invoke(ack.Through);
            }
            else if (reader.Type == FrameType.Deliver && DeliverFrame.TryRead(reader.Body, MaxBytes, out var deliver)
                && deliver.Record.Kind == RecordKind.Message)
            {
                Delivered?.Invoke((int)BinaryPrimitives.ReadInt64LittleEndian(deliver.Record.Payload));
            }
            else if (reader.Type is FrameType.Reject or FrameType.Error)
            {
                throw new InvalidDataException($"Relay '{Relay}' answered with {reader.Type}.");
            }
        }
    }

    private static async Task WatchAsync(Func<bool> isLost, CancellationToken cancellationToken)
    {
        while (!isLost())
        {
            await Task.Delay(Look, cancellationToken);
        }
    }
}
