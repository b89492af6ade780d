using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Authentication;
using SolConnect.Relay.Server.Diagnostics;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>Decides which requests become WebSockets of the relay.</summary>
internal sealed class UpgradeHandler(
    RelayServer server, Authenticator authenticator, TopicGuard topics, AccessClock clock,
    IOptions<RelayServerOptions> options, ILogger<UpgradeHandler> logger)
{
    private const string AnyOrigin = "*";
    private static readonly TimeSpan RetryAfterFull = TimeSpan.FromSeconds(5);

    public async Task HandleAsync(HttpContext context)
    {
        HubAccess? access = null;
        var refusal = Check(context);
        if (refusal is null)
        {
            (access, refusal) = await AuthenticateAsync(context).ConfigureAwait(false);
        }

        if (refusal is not null)
        {
            await RefuseAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        // Without compression: attacker and secret would share one compressor (CRIME), and it costs memory.
        using var socket = await context.WebSockets.AcceptWebSocketAsync(WireProtocol.Subprotocol).ConfigureAwait(false);
        var gate = new ConnectionGate(authenticator, topics, clock, context, access);
        await server.ServeAsync(socket, Remote(context), gate).ConfigureAwait(false);
    }

    private UpgradeRefusal? Check(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            return UpgradeRefusal.BadRequest("This address speaks WebSocket only.");
        }

        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(WireProtocol.Subprotocol))
        {
            return UpgradeRefusal.BadRequest(
                $"The request has to offer the WebSocket subprotocol {WireProtocol.Subprotocol}.");
        }

        if (!IsAllowed(context.Request.Headers.Origin))
        {
            return UpgradeRefusal.Forbidden("This origin is not allowed here.");
        }

        if (server.State is RelayServerState.Faulted or RelayServerState.Killed)
        {
            return UpgradeRefusal.TryLater("The relay is out of service.", TimeSpan.Zero);
        }

        return server.IsFull
            ? UpgradeRefusal.TryLater("The relay holds as many connections as it may.", RetryAfterFull)
            : null;
    }

    // No access and no refusal: a browser, whose token comes with Hello.
    private async ValueTask<(HubAccess? Access, UpgradeRefusal? Refusal)> AuthenticateAsync(HttpContext context)
    {
        var token = BearerToken.Of(context.Request);
        if (!authenticator.IsNeeded)
        {
            return (HubAccess.Anonymous, null);
        }

        if (token is null && context.Request.Headers.Origin.Count > 0)
        {
            return (null, null);
        }

        var result = await authenticator.CheckAsync(context, token).ConfigureAwait(false);
        return result.Outcome switch
        {
            RelayAuthenticationOutcome.Allowed => (clock.AccessOf(result), null),
            RelayAuthenticationOutcome.Unauthorized => (null, UpgradeRefusal.Unauthorized(token is not null)),
            RelayAuthenticationOutcome.Forbidden => (null, UpgradeRefusal.Forbidden("This client is not let in.")),
            RelayAuthenticationOutcome.TryLater =>
                (null, UpgradeRefusal.TryLater("The access token cannot be checked now.", result.RetryAfter)),
            _ => throw new UnreachableException($"Outcome {result.Outcome}."),
        };
    }

    // Every browser sends Origin and lets any page connect anywhere, so what sends none is no browser.
    private bool IsAllowed(StringValues origins)
    {
        var allowed = options.Value.AllowedOrigins;
        return origins.Count == 0 || allowed.Contains(AnyOrigin) || origins.All(origin => allowed.Contains(origin!));
    }

    private async Task RefuseAsync(HttpContext context, UpgradeRefusal refusal)
    {
        logger.Refused(Remote(context), refusal.Status, refusal.Reason);
        refusal.WriteHeaders(context.Response);
        await context.Response.WriteAsync(refusal.Reason, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Remote(HttpContext context) =>
        $"{context.Connection.RemoteIpAddress}:{context.Connection.RemotePort}";
}
