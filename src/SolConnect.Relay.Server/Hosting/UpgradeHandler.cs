using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Diagnostics;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>Decides which requests become WebSockets of the relay.</summary>
internal sealed class UpgradeHandler(
    RelayServer server, IOptions<RelayServerOptions> options, ILogger<UpgradeHandler> logger)
{
    private const string AnyOrigin = "*";

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "This address speaks WebSocket only.")
                .ConfigureAwait(false);
        }
        else if (!context.WebSockets.WebSocketRequestedProtocols.Contains(WireProtocol.Subprotocol))
        {
            var reason = $"The request has to offer the WebSocket subprotocol {WireProtocol.Subprotocol}.";
            await RefuseAsync(context, StatusCodes.Status400BadRequest, reason).ConfigureAwait(false);
        }
        else if (!IsAllowed(context.Request.Headers.Origin))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "This origin is not allowed here.")
                .ConfigureAwait(false);
        }
        else if (server.State is RelayServerState.Faulted or RelayServerState.Killed)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "The relay is out of service.")
                .ConfigureAwait(false);
        }
        else
        {
            // Without compression: attacker and secret would share one compressor (CRIME), and it costs memory.
            using var socket = await context.WebSockets.AcceptWebSocketAsync(WireProtocol.Subprotocol)
                .ConfigureAwait(false);
            await server.ServeAsync(socket, Remote(context)).ConfigureAwait(false);
        }
    }

    // Every browser sends Origin and lets any page connect anywhere, so what sends none is no browser.
    private bool IsAllowed(Microsoft.Extensions.Primitives.StringValues origins)
    {
        var allowed = options.Value.AllowedOrigins;
        return origins.Count == 0 || allowed.Contains(AnyOrigin) || origins.All(origin => allowed.Contains(origin!));
    }

    private async Task RefuseAsync(HttpContext context, int status, string reason)
    {
        logger.Refused(Remote(context), status, reason);
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(reason, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Remote(HttpContext context) =>
        $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}";
}
