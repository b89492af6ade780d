using System.Buffers;
using System.Net.WebSockets;
using SolConnect.Relay.Diagnostics;

namespace SolConnect.Relay.Connections;

/// <summary>A WebSocket whose messages are shown to a trace on their way.</summary>
internal sealed class TracingWebSocket(WebSocket inner, FrameTrace trace) : WebSocket
{
    // Of a received message whose end has not come yet. The connection bounds how long it gets.
    private readonly ArrayBufferWriter<byte> _received = new();

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var part = await inner.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (part.MessageType == WebSocketMessageType.Binary)
        {
            _received.Write(buffer.Span[..part.Count]);
            if (part.EndOfMessage)
            {
                trace.Received(_received.WrittenSpan);
                _received.ResetWrittenCount();
            }
        }

        return part;
    }

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken)
    {
        trace.Sent(buffer.Span);
        return inner.SendAsync(buffer, messageType, endOfMessage, cancellationToken);
    }

    public override void Abort() => inner.Abort();

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public override void Dispose() => inner.Dispose();
}
