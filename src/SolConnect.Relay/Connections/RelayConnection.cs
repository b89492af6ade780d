using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Threading.Channels;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Connections;

/// <summary>
/// One numbered socket, from its dial to its end: a reader and a writer that post what happens to the session loop. Its
/// last word from the reader's side is exactly one <c>DialFailed</c> or <c>ConnectionLost</c>.
/// </summary>
/// <remarks>
/// <see cref="Completion"/> covers everything that the connection started. Socket calls get no token: cutting the socket
/// is what ends them.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Its own task disarms the token source, which then holds nothing.")]
internal sealed class RelayConnection
{
    private const int MaxEmptyFragments = 64;
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(1);

    private readonly IWebSocketDialer _dialer;
    private readonly SessionInbox _inbox;
    private readonly ReceiveBuffers _buffers;
    private readonly CancellationTokenSource _cut;

    // The machine keeps at most two writes under way, so this never refuses one while the connection lives.
    private readonly Channel<WireBuffer> _writes =
        Channel.CreateBounded<WireBuffer>(new BoundedChannelOptions(2) { SingleReader = true });

    private volatile bool _isOpen;
    private volatile bool _isLost;
    private volatile ConnectionEnd? _end;
    private volatile Exception? _writeError;
    private Task _cutting = Task.CompletedTask;

    public RelayConnection(
        int number, RelayEndpoint relay, IWebSocketDialer dialer, SessionInbox inbox, int maxMessageBytes, TimeProvider time)
    {
        Number = number;
        Relay = relay;
        _dialer = dialer;
        _inbox = inbox;
        _buffers = new(maxMessageBytes);
        _cut = new(Timeout.InfiniteTimeSpan, time);
        Completion = Task.Run(RunAsync);
    }

    public int Number { get; }

    public RelayEndpoint Relay { get; }

    public Task Completion { get; }

    /// <summary>Queues a write. Session loop only, like the next three.</summary>
    public void Write(WireBuffer buffer)
    {
        if (!_writes.Writer.TryWrite(buffer) && _end is null)
        {
            throw new InvalidOperationException($"More than two writes are under way on connection {Number}.");
        }
    }

    /// <summary>Ends the connection in good order after what is queued, or the dial at once.</summary>
    public void Close(ConnectionEnd end)
    {
        _end ??= end;
        _ = _writes.Writer.TryComplete();
        if (_isOpen)
        {
            _cut.CancelAfter(CloseTime);
        }
        else
        {
            Abort(end);
        }
    }

    public void Abort(ConnectionEnd end)
    {
        _end ??= end;
        _ = _writes.Writer.TryComplete();
        _cutting = _cut.CancelAsync(); // Not here and now: what it ends would go on on the session loop's thread.
    }

    /// <summary>The loop is done with a received message.</summary>
    public void Return(ReadOnlyMemory<byte> message) => _buffers.Return(message);

    private async Task RunAsync()
    {
        try
        {
            if (await DialAsync().ConfigureAwait(false) is { } socket)
            {
                await UseAsync(socket).ConfigureAwait(false);
            }
        }
        finally
        {
            _buffers.Close();
            await _cutting.ConfigureAwait(false);

            // Not disposed: the loop may cut it once more. Without a timer it holds nothing.
            _cut.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private async Task<WebSocket?> DialAsync()
    {
        try
        {
            return await _dialer.DialAsync(Relay, _cut.Token).ConfigureAwait(false);
        }
        catch (ConnectFailedException failure)
        {
            _ = _inbox.Post(SessionInput.DialFailed(Number, failure.End));
        }
        catch (OperationCanceledException) when (_end is { } end)
        {
            _ = _inbox.Post(SessionInput.DialFailed(Number, end));
        }
        catch (Exception error)
        {
            // Whatever a dial can throw costs this dial and nothing else.
            _ = _inbox.Post(SessionInput.DialFailed(Number, new(
                CloseReason.Unreachable, $"Connecting failed: {PeerText.Clean(error.Message)}")));
        }

        return null;
    }

    private async Task UseAsync(WebSocket socket)
    {
        using (socket)
        using (_cut.Token.UnsafeRegister(static socket => ((WebSocket)socket!).Abort(), socket))
        using (_cut.Token.UnsafeRegister(static buffers => ((ReceiveBuffers)buffers!).Close(), _buffers))
        {
            _isOpen = true;
            _ = _inbox.Post(SessionInput.DialSucceeded(Number));
            var writing = WriteAsync(socket);
            var end = await ReadAsync(socket).ConfigureAwait(false);

            // Told before the closing handshake: a failover must not wait for a peer that is leaving.
            (_isLost, _end) = (true, _end ?? end);
            _ = _inbox.Post(SessionInput.ConnectionLost(Number, end));
            _ = _writes.Writer.TryComplete();
            _cut.CancelAfter(CloseTime);
            await writing.ConfigureAwait(false);
        }
    }

    private async Task<ConnectionEnd> ReadAsync(WebSocket socket)
    {
        try
        {
            while (true)
            {
                var buffer = await _buffers.RentAsync().ConfigureAwait(false);
                var length = 0;
                ValueWebSocketReceiveResult result;
                var emptyFragments = 0;
                do
                {
                    if (length == Math.Min(buffer.Length, _buffers.MaxMessageBytes))
                    {
                        if (length == _buffers.MaxMessageBytes)
                        {
                            return TooLarge();
                        }

                        buffer = _buffers.Grow(buffer, length);
                    }

                    var room = buffer.AsMemory(length, Math.Min(buffer.Length, _buffers.MaxMessageBytes) - length);
                    result = await socket.ReceiveAsync(room, CancellationToken.None).ConfigureAwait(false);
                    length += result.Count;
                    if (result.MessageType != WebSocketMessageType.Binary)
                    {
                        return EndOf(result.MessageType, socket);
                    }

                    if (result is { Count: 0, EndOfMessage: false } && ++emptyFragments > MaxEmptyFragments)
                    {
                        return new(CloseReason.LimitExceeded, "The relay sent a message of endless empty fragments.");
                    }
                }
                while (!result.EndOfMessage);

                // Once the machine has asked for the end, what comes on the way there is of no interest.
                if (_end is not null || !_inbox.Post(SessionInput.Received(Number, buffer.AsMemory(0, length))))
                {
                    _buffers.Return(buffer);
                }
            }
        }
        catch (Exception error)
        {
            return EndOf(error);
        }
    }

    private async Task WriteAsync(WebSocket socket)
    {
        try
        {
            while (await _writes.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                // After the loss the machine may use its buffers again, so they must not be read any more.
                while (_writes.Reader.TryRead(out var buffer) && !_isLost)
                {
                    await socket.SendAsync(
                        buffer.Written, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None)
                        .ConfigureAwait(false);
                    _ = _inbox.Post(SessionInput.Written(Number, buffer));
                }
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                var (status, text) = CloseFrameFor(_end!.Reason);
                await socket.CloseOutputAsync(status, text, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            // The reader tells; it ends as soon as the socket is cut.
            _writeError = error;
            socket.Abort();
        }
    }

    private ConnectionEnd TooLarge() => new(
        CloseReason.LimitExceeded,
        $"The relay sent a WebSocket message of more than {_buffers.MaxMessageBytes} bytes, which no payload within " +
        "MaxReceiveMessageBytes needs.");

    private ConnectionEnd EndOf(WebSocketMessageType type, WebSocket socket) => _end ?? (type == WebSocketMessageType.Close
        ? new(
            CloseReason.ClosedByRelay,
            $"The relay closed the connection with {(int?)socket.CloseStatus ?? 1005} '{PeerText.Clean(socket.CloseStatusDescription)}'.")
        : new(CloseReason.ProtocolError, "The relay sent a text message."));

    private ConnectionEnd EndOf(Exception error) => _end ?? (_writeError is { } writeError
        ? new(CloseReason.Reset, $"Writing to the relay failed: {Describe(writeError)}")
        : new(CloseReason.Reset, $"The connection broke: {Describe(error)}"));

    private static string Describe(Exception error)
    {
        while (error.InnerException is { } inner)
        {
            error = inner;
        }

        return error is SocketException socket ? $"{socket.SocketErrorCode}." : PeerText.Clean(error.Message);
    }

    private static (WebSocketCloseStatus Status, string Text) CloseFrameFor(CloseReason reason) => reason switch
    {
        CloseReason.LimitExceeded => (WebSocketCloseStatus.MessageTooBig, "limit exceeded"),
        CloseReason.ProtocolError => (WebSocketCloseStatus.ProtocolError, "protocol error"),
        _ => (WebSocketCloseStatus.NormalClosure, ""),
    };
}
