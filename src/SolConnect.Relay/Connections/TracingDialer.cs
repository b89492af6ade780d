using Microsoft.Extensions.Logging;
using SolConnect.Relay.Diagnostics;

namespace SolConnect.Relay.Connections;

/// <summary>
/// Lets every frame of the sockets that another dialer opens be logged. A layer of its own, so that connections know
/// nothing of it and pay nothing while it is off.
/// </summary>
internal sealed class TracingDialer(IWebSocketDialer inner, ILogger logger) : IWebSocketDialer
{
    public const string Category = "SolConnect.Relay.Frames";

    private int _sockets;

    /// <summary>The dialer itself, unless the options ask for debugging.</summary>
    public static IWebSocketDialer Wrap(IWebSocketDialer dialer, RelayOptions options, ILoggerFactory loggers) =>
        options.IsDebug() ? new TracingDialer(dialer, new GuardedLogger(loggers.CreateLogger(Category))) : dialer;

    public async Task<DialedSocket> DialAsync(
        RelayEndpoint relay, AccessTokenReason reason, CancellationToken cancellationToken)
    {
        var dialed = await inner.DialAsync(relay, reason, cancellationToken).ConfigureAwait(false);
        var trace = new FrameTrace(logger, relay.Id, Interlocked.Increment(ref _sockets));
        return new(new TracingWebSocket(dialed.Socket, trace), dialed.HelloToken);
    }
}
