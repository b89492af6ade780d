using System.Net;
using Microsoft.AspNetCore.Http;

namespace SolConnect.Relay.Server;

/// <summary>A client that wants to be let in.</summary>
/// <param name="httpContext">The request that becomes, or has become, the WebSocket.</param>
/// <param name="token">The access token, or null.</param>
public sealed class RelayAuthenticationContext(HttpContext httpContext, string? token)
{
    /// <summary>
    /// The access token: out of the <c>Authorization: Bearer</c> header, or from a browser, which cannot set one, out
    /// of the first frame. Null when there is none. At most 4,096 characters.
    /// </summary>
    public string? Token { get; } = token;

    /// <summary>
    /// The request, for what the token does not tell. With a token of the first frame its response has begun already.
    /// </summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>
    /// The address at the other end, which is a proxy's unless the host uses ASP.NET Core's forwarded headers. Null where the
    /// connection has none, as over a Unix socket.
    /// </summary>
    public IPAddress? RemoteAddress => HttpContext.Connection.RemoteIpAddress;

    /// <summary>The web page that connects, such as <c>https://app.example.com</c>; null for what is no browser.</summary>
    public string? Origin => HttpContext.Request.Headers.Origin is { Count: > 0 } origin ? origin[0] : null;

    /// <summary>Leaves the token out, so that it cannot reach a log.</summary>
    public override string ToString() => $"{RemoteAddress} {(Token is null ? "without" : "with")} a token";
}
