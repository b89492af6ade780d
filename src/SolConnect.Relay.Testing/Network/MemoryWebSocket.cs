using System.Net.WebSockets;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Testing.Network;

/// <summary>
/// One end of a WebSocket that leads to the other end in the same process. Whole messages are sent, and received in as
/// many parts as the reader's buffer asks for.
/// </summary>
internal sealed class MemoryWebSocket(MemoryLane incoming, MemoryLane outgoing, MemoryLink link, TimeProvider time)
    : WebSocket
{
    private readonly Lock _lock = new();
    private Parcel? _rest;
    private bool _hasSentClose;
    private bool _hasReceivedClose;
    private bool _isOver;
    private WebSocketCloseStatus? _closeStatus;
    private string? _closeDescription;

    public override WebSocketCloseStatus? CloseStatus => _closeStatus;

    public override string? CloseStatusDescription => _closeDescription;

    public override string SubProtocol => WireProtocol.Subprotocol;

    public override WebSocketState State
    {
        get
        {
            lock (_lock)
            {
                return (_hasSentClose, _hasReceivedClose) switch
                {
                    (true, true) => WebSocketState.Closed,
                    _ when _isOver => WebSocketState.Aborted,
                    (true, false) => WebSocketState.CloseSent,
                    (false, true) => WebSocketState.CloseReceived,
                    _ => WebSocketState.Open,
                };
            }
        }
    }

    public override void Abort() => End();

    public override void Dispose() => End();

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // Nobody here cancels: a cancelled receive would abort the socket.
        var parcel = _rest ?? await incoming.ReceiveAsync().ConfigureAwait(false);
        if (parcel.Type == WebSocketMessageType.Close)
        {
            lock (_lock)
            {
                (_closeStatus, _closeDescription, _hasReceivedClose) = (parcel.Status, parcel.Description, true);
            }

            return new(0, WebSocketMessageType.Close, endOfMessage: true);
        }

        var count = Math.Min(parcel.Bytes.Length, buffer.Length);
        parcel.Bytes[..count].CopyTo(buffer);
        _rest = count < parcel.Bytes.Length ? parcel with { Bytes = parcel.Bytes[count..] } : null;
        return new(count, parcel.Type, endOfMessage: _rest is null);
    }

    public override ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken) =>
        endOfMessage
            ? SendAsync(new Parcel(buffer.ToArray(), messageType, time.GetTimestamp()), cancellationToken)
            : throw new NotSupportedException("Relays and transports send whole messages.");

    public override async Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        await SendAsync(
            new Parcel(default, WebSocketMessageType.Close, time.GetTimestamp(), closeStatus, statusDescription),
            cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            _hasSentClose = true;
        }
    }

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new NotSupportedException("CloseAsync reads, and only the reader may do that.");

    public override Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    private async ValueTask SendAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                throw new WebSocketException(WebSocketError.InvalidState);
            }
        }

        try
        {
            await outgoing.SendAsync(parcel, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Abort();
            throw;
        }
    }

    private void End()
    {
        bool isClean;
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            (_isOver, isClean) = (true, _hasSentClose);
        }

        link.End(incoming, outgoing, isClean);
    }
}
