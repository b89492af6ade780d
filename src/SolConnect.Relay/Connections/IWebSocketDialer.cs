using System.Net.WebSockets;

namespace SolConnect.Relay.Connections;

/// <summary>Opens the WebSocket of one attempt to connect.</summary>
internal interface IWebSocketDialer
{
    /// <exception cref="ConnectFailedException">The attempt failed; the exception says how.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<WebSocket> DialAsync(RelayEndpoint relay, CancellationToken cancellationToken);
}
