using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>Answers <c>/health</c> and <c>/api/relays</c>.</summary>
internal sealed class StatusHandler(RelayServer server, IOptions<RelayServerOptions> options)
{
    public Task HealthAsync(HttpContext context)
    {
        var status = server.State switch
        {
            RelayServerState.Running => "ok",
            RelayServerState.Draining => "draining",
            _ => "faulted",
        };
        context.Response.StatusCode = server.State == RelayServerState.Running
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        var report = new HealthReport(
            status, options.Value.Id, server.Connections, server.State == RelayServerState.Draining);
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(
            report, ServerJson.Default.HealthReport, cancellationToken: context.RequestAborted);
    }

    /// <summary>This relay first, then its peers.</summary>
    public Task ListAsync(HttpContext context, string relayPath)
    {
        var own = options.Value;
        var url = own.PublicUrl?.AbsoluteUri ?? UrlOf(context.Request, relayPath);
        var relays = new List<RelayEntry>
        {
            new(own.Id, url, own.Region, own.Priority, own.Weight, own.MaxConnections),
        };
        relays.AddRange(own.Peers.Select(peer => new RelayEntry(
            peer.Id, peer.Url.AbsoluteUri, peer.Region, peer.Priority, peer.Weight, peer.MaxConnections)));
        return context.Response.WriteAsJsonAsync(
            relays, ServerJson.Default.IReadOnlyListRelayEntry, cancellationToken: context.RequestAborted);
    }

    private static string UrlOf(HttpRequest request, string relayPath)
    {
        var scheme = request.IsHttps ? "wss" : "ws";
        return $"{scheme}://{request.Host}{request.PathBase}{relayPath}";
    }
}
