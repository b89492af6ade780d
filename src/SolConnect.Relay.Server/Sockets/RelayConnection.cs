using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Authentication;
using SolConnect.Relay.Server.Diagnostics;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Sockets;

/// <summary>
/// One accepted WebSocket: a reader that posts whole messages to the loop, and a writer that sends what the hub
/// encoded. Both live inside <see cref="RunAsync"/>; nothing of a connection outlives its request.
/// </summary>
internal sealed class RelayConnection(
    int number, WebSocket socket, string remote, ConnectionGate gate, RelayServer server, ConnectionLimits limits,
    TimeProvider time, ILogger logger) : IDisposable
{
    // So that one flooding client can fill only this much of the inbox; the rest waits in its socket.
    private const int MaxUnprocessed = 4;

    // What the hub may have outstanding, its last words, and one to spare.
    private const int MaxWrites = 4;

    // For everything that is still to be written and for the peer's answer to our close frame.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly Channel<WireBuffer> _writes = Channel.CreateBounded<WireBuffer>(MaxWrites);

    private readonly MessageReceiver _receiver = new(socket);

    // Never disposed, which it does not need: the loop may still release it for a connection that is gone.
    private readonly SemaphoreSlim _unprocessed = new(MaxUnprocessed);
    private readonly ITimer _closeTimer = time.CreateTimer(
        static socket => ((WebSocket)socket!).Abort(), socket, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private readonly long _started = time.GetTimestamp();
    private HubClose? _close;

    public int Number => number;

    /// <summary>Who is on it, as known before Hello.</summary>
    public HubAccess? Access { get; } = gate.Access;

    /// <summary>Completes when the WebSocket is closed and both of its tasks have ended. Does not throw.</summary>
    public async Task RunAsync()
    {
        var writer = Task.CompletedTask;
        var cause = "the relay is stopping";
        if (await server.PostAsync(LoopInput.Open(this)).ConfigureAwait(false))
        {
            writer = WriteAllAsync();
            cause = await ReadAllAsync().ConfigureAwait(false);
        }

        Finish(new(HubCloseCause.ClientLeft, CloseStatus.Normal, ""));
        await server.PostAsync(LoopInput.Closed(this)).ConfigureAwait(false);
        await writer.ConfigureAwait(false);
        LogEnd(cause);
    }

    /// <summary>Called by the loop; the hub keeps to two writes outstanding, so there is room.</summary>
    public void Write(WireBuffer buffer) => _writes.Writer.TryWrite(buffer);

    /// <summary>Writes out what is queued and closes, all within a second. The first caller's reason counts.</summary>
    public void Finish(HubClose close)
    {
        if (Interlocked.CompareExchange(ref _close, close, null) is null)
        {
            _writes.Writer.TryComplete();
            _closeTimer.Change(CloseTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    public void Abort() => socket.Abort();

    public void Dispose() => _closeTimer.Dispose();

    /// <summary>Called by the loop: a message of this connection was processed, the next one may come.</summary>
    public void MessageProcessed() => _unprocessed.Release();

    public void LogWelcome(HubClient client) => logger.Welcomed(
        number, remote, client.Producer, client.Generation, PeerText.Clean(client.Name),
        PeerText.Clean(client.Subject ?? ""));

    private async Task<string> ReadAllAsync()
    {
        try
        {
            var maxBytes = limits.MaxHelloBytes;
            while (true)
            {
                var received = await _receiver.ReceiveAsync(maxBytes).ConfigureAwait(false);
                switch (received.Kind)
                {
                    case ReceivedKind.Close:
                        return $"closed by the client with {(int?)socket.CloseStatus}";
                    case ReceivedKind.Text:
                        Finish(Refusal(CloseStatus.UnsupportedData, "The protocol has no text messages."));
                        return await DiscardAsync().ConfigureAwait(false);
                    case ReceivedKind.TooLarge:
                        Finish(Refusal(CloseStatus.MessageTooBig, $"A message may have {maxBytes} bytes here."));
                        return await DiscardAsync().ConfigureAwait(false);
                    default:
                        await _unprocessed.WaitAsync(server.Ended).ConfigureAwait(false);
                        await PostAsync(received).ConfigureAwait(false);
                        maxBytes = limits.MaxMessageBytes;
                        break;
                }
            }
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            return "the connection broke";
        }
    }

    private async ValueTask PostAsync(Received message)
    {
        if (await gate.AdmitAsync(number, message.Memory).ConfigureAwait(false) is { } admission)
        {
            await server.PostAsync(new(admission)).ConfigureAwait(false);
        }

        await server.PostAsync(LoopInput.Received(this, message, gate.Inspect(message.Memory))).ConfigureAwait(false);
    }

    // Until the peer has answered our close frame: ending with unread bytes would reset the connection, and the peer
    // might never see why.
    private async Task<string> DiscardAsync()
    {
        while (true)
        {
            var received = await _receiver.ReceiveAsync(limits.MaxMessageBytes).ConfigureAwait(false);
            received.Return();
            if (received.Kind == ReceivedKind.Close)
            {
                return "closed by the relay";
            }
        }
    }

    private async Task WriteAllAsync()
    {
        using var limit = new CancellationTokenSource();
        try
        {
            await foreach (var buffer in _writes.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                // A cancelled send aborts the WebSocket, which is what a peer that does not read deserves.
                limit.CancelAfter(limits.WriteTimeout);
                await socket.SendAsync(buffer.Written, WebSocketMessageType.Binary, true, limit.Token)
                    .ConfigureAwait(false);
                limit.TryReset();
                await server.PostAsync(LoopInput.Written(this, buffer)).ConfigureAwait(false);
            }

            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(
                    (WebSocketCloseStatus)_close!.Status, _close.Reason, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            // The reader notices the same and ends the connection.
            socket.Abort();
        }
    }

    private void LogEnd(string cause)
    {
        var kind = _close!.Cause;
        if (kind is HubCloseCause.ProtocolViolation or HubCloseCause.LimitExceeded or HubCloseCause.Version)
        {
            logger.Violation(number, remote, kind.ToString(), _close.Reason);
        }

        var age = time.GetElapsedTime(_started);
        logger.Ended(number, remote, age, kind == HubCloseCause.ClientLeft ? cause : $"{kind}. {_close.Reason}");
    }

    private static HubClose Refusal(int status, string reason) => new(HubCloseCause.ProtocolViolation, status, reason);

    private static bool IsBroken(Exception exception) =>
        exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException;
}
