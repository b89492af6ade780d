using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Connections;

/// <summary>
/// One numbered socket, from its dial to its end: a reader and a writer that post what happens to the session loop. Its
/// last word from the reader's side is exactly one <c>DialFailed</c> or <c>ConnectionLost</c>.
/// </summary>
/// <remarks>
/// <see cref="Completion"/> covers everything that the connection started. Socket calls get no token: cutting the
/// socket is what ends them.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "Its own task disarms the token source.")]
internal sealed class RelayConnection
{
    private const int MaxEmptyFragments = 64;
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(1);

    private readonly IWebSocketDialer _dialer;
    private readonly SessionInbox _inbox;
    private readonly ReceiveBuffers _buffers;
    private readonly CancellationTokenSource _cut;

    // The machine keeps at most two writes under way, and adds its last words when it closes.
    private readonly Mailbox<WireBuffer> _writes = new(3);

    private volatile bool _isOpen;
    private volatile bool _isLost;
    private volatile ConnectionEnd? _end;
    private volatile Exception? _writeError;
    private Task _cutting = Task.CompletedTask;

    public RelayConnection(
        int number, RelayEndpoint relay, AccessTokenReason reason, IWebSocketDialer dialer, SessionInbox inbox,
        int maxMessageBytes, TimeProvider time)
    {
        Number = number;
        Relay = relay;
        _dialer = dialer;
        _inbox = inbox;
        _buffers = new(maxMessageBytes);
        _cut = new(Timeout.InfiniteTimeSpan, time);
        Completion = Task.Run(() => RunAsync(reason));
    }

    public int Number { get; }

    public RelayEndpoint Relay { get; }

    public Task Completion { get; }

    /// <summary>
    /// Queues a write, and begins with it here and now where none is under way: a socket takes it without waiting as a rule, and
    /// another thread would have to be woken, which costs more than the call. Session loop only, like the next three.
    /// </summary>
    public void Write(WireBuffer buffer)
    {
        var isQueued = _writes.TryHandOver(buffer);
        Invariant.Holds(isQueued || _end is not null, "a connection has at most two writes under way");
    }

    /// <summary>Ends the connection in good order after what is queued, or the dial at once.</summary>
    public void Close(ConnectionEnd end)
    {
        _end ??= end;
        _writes.Close();
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
        _writes.Close();
        _cutting = _cut.CancelAsync(); // Not here and now: what it ends would go on on the session loop's thread.
    }

    /// <summary>The loop is done with a received message.</summary>
    public void Return(ReadOnlyMemory<byte> message) => _buffers.Return(message);

    private async Task RunAsync(AccessTokenReason reason)
    {
        try
        {
            if (await DialAsync(reason).ConfigureAwait(false) is { } dialed)
            {
                await UseAsync(dialed.Socket, dialed.HelloToken).ConfigureAwait(false);
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

    private async Task<DialedSocket?> DialAsync(AccessTokenReason reason)
    {
        try
        {
            return await _dialer.DialAsync(Relay, reason, _cut.Token).ConfigureAwait(false);
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

    private async Task UseAsync(WebSocket socket, string helloToken)
    {
        using (socket)
        using (_cut.Token.UnsafeRegister(static socket => ((WebSocket)socket!).Abort(), socket))
        using (_cut.Token.UnsafeRegister(static buffers => ((ReceiveBuffers)buffers!).Close(), _buffers))
        {
            _isOpen = true;
            _ = _inbox.Post(SessionInput.DialSucceeded(Number, helloToken));
            var writing = WriteAsync(socket);
            var end = await ReadAsync(socket).ConfigureAwait(false);

            // Told before the closing handshake: a failover must not wait for a peer that is leaving.
            (_isLost, _end) = (true, _end ?? end);
            _ = _inbox.Post(SessionInput.ConnectionLost(Number, end));
            _writes.Close();
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
                var (length, emptyFragments, isWhole) = (0, 0, false);
                while (!isWhole)
                {
                    if (length == _buffers.MaxMessageBytes)
                    {
                        return SocketEnds.TooLarge(length);
                    }

                    buffer = length == buffer.Length ? _buffers.Grow(buffer, length) : buffer;
                    var room = buffer.AsMemory(length, Math.Min(buffer.Length, _buffers.MaxMessageBytes) - length);
                    var part = await socket.ReceiveAsync(room, CancellationToken.None).ConfigureAwait(false);
                    (length, isWhole) = (length + part.Count, part.EndOfMessage);
                    emptyFragments += part.Count == 0 ? 1 : 0;
                    if (part.MessageType != WebSocketMessageType.Binary || emptyFragments > MaxEmptyFragments)
                    {
                        return _end ?? SocketEnds.Of(part.MessageType, socket);
                    }
                }

                _buffers.Expect(length);
                Post(buffer, length);
            }
        }
        catch (Exception error)
        {
            return _end ?? SocketEnds.Broken(error, _writeError);
        }
    }

    // Once the machine has asked for the end, what comes on the way there is of no interest.
    private void Post(byte[] buffer, int length)
    {
        if (_end is not null || !_inbox.Post(SessionInput.Received(Number, buffer.AsMemory(0, length))))
        {
            _buffers.Return(buffer);
        }
    }

    private async Task WriteAsync(WebSocket socket)
    {
        try
        {
            while (await _writes.WaitAsync().ConfigureAwait(false))
            {
                // After the loss the machine knows the connection no more, and nobody reads at the other end.
                while (_writes.TryTake(out var buffer) && !_isLost)
                {
                    await socket.SendAsync(
                        buffer.Written, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None)
                        .ConfigureAwait(false);
                    _ = _inbox.Post(SessionInput.Written(Number, buffer));
                }
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                var (status, text) = SocketEnds.CloseFrameFor(_end!.Reason);
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
}
