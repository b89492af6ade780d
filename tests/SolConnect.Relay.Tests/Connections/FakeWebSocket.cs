using System.Net.WebSockets;
using System.Threading.Channels;

namespace SolConnect.Relay.Tests.Connections;

/// <summary>A WebSocket without a network: the test is the relay at its other end.</summary>
internal sealed class FakeWebSocket : WebSocket
{
    private readonly Channel<(byte[] Bytes, WebSocketMessageType Type, bool IsLast)> _incoming =
        Channel.CreateUnbounded<(byte[] Bytes, WebSocketMessageType Type, bool IsLast)>();

    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketState _state = WebSocketState.Open;
    private (byte[] Bytes, WebSocketMessageType Type, bool IsLast)? _rest;

    public Channel<byte[]> Sent { get; } = Channel.CreateUnbounded<byte[]>();

    /// <summary>A send that waits: as where the peer reads nothing any more. The default lets everything through.</summary>
    public Task SendGate { get; set; } = Task.CompletedTask;

    public TaskCompletionSource<WebSocketCloseStatus> OutputClosed { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Aborted => _aborted.Task;

    /// <summary>Whether any call was given a token that can end it, which would abort the socket for everybody.</summary>
    public bool HasSeenToken { get; private set; }

    public override WebSocketCloseStatus? CloseStatus => WebSocketCloseStatus.EndpointUnavailable;

    public override string? CloseStatusDescription => "line\nbreak";

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    public void Push(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary, bool isLast = true) =>
        _incoming.Writer.TryWrite((bytes, type, isLast));

    public void Break(Exception error) => _incoming.Writer.TryComplete(error);

    public override void Abort()
    {
        _state = WebSocketState.Aborted;
        _aborted.TrySetResult();
        _incoming.Writer.TryComplete(new WebSocketException("aborted"));
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
        Memory<byte> buffer, CancellationToken cancellationToken)
    {
        HasSeenToken |= cancellationToken.CanBeCanceled;
        var (bytes, type, isLast) = _rest ?? await _incoming.Reader.ReadAsync(CancellationToken.None);
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes.AsMemory(0, count).CopyTo(buffer);
        _rest = count < bytes.Length ? (bytes[count..], type, isLast) : null;
        return new(count, type, isLast && _rest is null);
    }

    public override async ValueTask SendAsync(
        ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken)
    {
        HasSeenToken |= cancellationToken.CanBeCanceled;
        await await Task.WhenAny(SendGate, Aborted);
        Sent.Writer.TryWrite(buffer.ToArray());
    }

    public override Task CloseOutputAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        HasSeenToken |= cancellationToken.CanBeCanceled;
        OutputClosed.TrySetResult(closeStatus);
        return Task.CompletedTask;
    }

    public override Task CloseAsync(
        WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        throw new NotSupportedException("CloseAsync reads, and only the reader may do that.");

    public override Task<WebSocketReceiveResult> ReceiveAsync(
        ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task SendAsync(
        ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public override void Dispose() => Abort();
}
