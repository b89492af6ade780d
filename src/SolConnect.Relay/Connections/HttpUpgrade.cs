using System.Net;
using System.Net.WebSockets;
using System.Runtime.Versioning;

namespace SolConnect.Relay.Connections;

/// <summary>
/// One upgrade: the HTTP of .NET makes it and <see cref="ClientWebSocket"/> checks it, and then the connection is taken from
/// both. Left to them, an open WebSocket would hold all that HTTP holds: its buffers, the request and the response, the pool.
/// </summary>
/// <remarks>
/// No redirects (they would carry our headers elsewhere), no proxy from the environment, no cookies, no decompression.
/// </remarks>
internal sealed class HttpUpgrade : IDisposable
{
    private UpgradeStream? _stream;

    [UnsupportedOSPlatform("browser")]
    public HttpUpgrade(Func<DnsEndPoint, CancellationToken, ValueTask<Stream>> connect) => Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, token) => connect(context.DnsEndPoint, token),

        // Between TLS, which HTTP wants to see itself, and HTTP.
        PlaintextStreamFilter = (context, _) => new(_stream = new(context.PlaintextStream)),
    });

    /// <summary>What is to make the upgrade. Its connection is closed with it unless it was taken.</summary>
    public HttpMessageInvoker Http { get; }

    /// <summary>Another WebSocket over the connection of one that was opened by <see cref="Http"/> and is disposed.</summary>
    /// <exception cref="IOException">The connection has been closed meanwhile.</exception>
    [UnsupportedOSPlatform("browser")]
    public WebSocket Take(ClientWebSocket opened)
    {
        var connection = _stream!.Detach();
        using (opened)
        {
            return WebSocket.CreateFromStream(
                connection, new() { SubProtocol = opened.SubProtocol, KeepAliveInterval = TimeSpan.Zero });
        }
    }

    public void Dispose() => Http.Dispose();
}
