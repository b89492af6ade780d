using System.Net.Sockets;
using System.Net.WebSockets;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Connections;

/// <summary>Words for the ways in which an open socket ends, and the close frame that says it to the relay.</summary>
internal static class SocketEnds
{
    // RFC 6455, section 7.1.5: a close frame without a status.
    private const int NoStatusReceived = 1005;

    /// <summary>After a part of a message that ends the connection, by what it is.</summary>
    public static ConnectionEnd Of(WebSocketMessageType part, WebSocket socket) => part switch
    {
        WebSocketMessageType.Close => new(
            CloseReason.ClosedByRelay,
            $"The relay closed the connection with {(int?)socket.CloseStatus ?? NoStatusReceived} " +
            $"'{PeerText.Clean(socket.CloseStatusDescription ?? "")}'."),
        WebSocketMessageType.Text => new(CloseReason.ProtocolError, "The relay sent a text message."),
        _ => new(CloseReason.LimitExceeded, "The relay sent a message of endless empty fragments."),
    };

    public static ConnectionEnd TooLarge(int maxMessageBytes) => new(
        CloseReason.LimitExceeded,
        $"The relay sent a WebSocket message of more than {maxMessageBytes} bytes, which no payload within " +
        "MaxReceiveMessageBytes needs.");

    public static ConnectionEnd Broken(Exception readError, Exception? writeError) => new(
        CloseReason.Reset,
        writeError is null
            ? $"The connection broke: {Describe(readError)}"
            : $"Writing to the relay failed: {Describe(writeError)}");

    public static (WebSocketCloseStatus Status, string Text) CloseFrameFor(CloseReason reason) => reason switch
    {
        CloseReason.LimitExceeded => (WebSocketCloseStatus.MessageTooBig, "limit exceeded"),
        CloseReason.ProtocolError => (WebSocketCloseStatus.ProtocolError, "protocol error"),
        _ => (WebSocketCloseStatus.NormalClosure, ""),
    };

    private static string Describe(Exception error)
    {
        var innermost = error.GetBaseException();
        return innermost is SocketException socket ? $"{socket.SocketErrorCode}." : PeerText.Clean(innermost.Message);
    }
}
