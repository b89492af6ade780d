using System.Net;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Server.Tests.Authentication;

/// <summary>An upgrade request whose answer can be looked at, which WebSocket clients do not allow.</summary>
internal static class RefusedRequest
{
    public static async Task<HttpResponseMessage> SendAsync(Uri relay, string? authorization = null, string? origin = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(relay) { Scheme = "http" }.Uri)
        {
            Version = HttpVersion.Version11,
        };
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new("websocket"));
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.Add("Sec-WebSocket-Protocol", WireProtocol.Subprotocol);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await http.SendAsync(request);
    }
}
