using System.Net.WebSockets;

namespace SolConnect.Relay.Connections;

/// <summary>A WebSocket that is open, before Hello. No record, because a record would print the token.</summary>
internal readonly struct DialedSocket(WebSocket socket, string helloToken)
{
    public WebSocket Socket { get; } = socket;

    /// <summary>The access token where it has to travel in Hello; empty where a header carried it, or there is none.</summary>
    public string HelloToken { get; } = helloToken;
}
