namespace SolConnect.Relay.Connections;

/// <summary>Opens the WebSocket of one attempt to connect.</summary>
internal interface IWebSocketDialer
{
    /// <param name="reason">Whether the relay refused the access token that it was given last.</param>
    /// <exception cref="ConnectFailedException">The attempt failed; the exception says how.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<DialedSocket> DialAsync(
        RelayEndpoint relay, AccessTokenReason reason, CancellationToken cancellationToken);
}
