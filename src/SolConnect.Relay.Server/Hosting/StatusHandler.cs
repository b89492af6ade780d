using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>Answers <c>/health</c>, and knows what <c>/api/relays</c> lists.</summary>
internal sealed class StatusHandler(RelayServer server, MappedPaths paths, IOptions<RelayServerOptions> options)
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
    public IReadOnlyList<RelayEntry> List(HttpContext context)
    {
        var own = options.Value;
        var url = own.PublicUrl?.AbsoluteUri ?? UrlOf(context.Request);
        return
        [
            new(own.Id, url, own.Region, own.Priority, own.Weight, own.MaxConnections),
            .. own.Peers.Select(RelayEntry.Of),
        ];
    }

    private string UrlOf(HttpRequest request)
    {
        var scheme = request.IsHttps ? "wss" : "ws";
        return $"{scheme}://{request.Host}{request.PathBase}{paths.Relay}";
    }
}
