using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Server;
using SolConnect.Relay.Server.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Makes the reference relay reachable.</summary>
public static class RelayServerEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the relay's WebSocket, and with it <see cref="RelayServerOptions.HealthPath"/> and
    /// <see cref="RelayServerOptions.DirectoryPath"/>. Needs no <c>UseWebSockets</c>. Map it once.
    /// </summary>
    /// <param name="path">Where clients connect, without parameters. Default <c>/relay</c>.</param>
    /// <returns>The WebSocket's endpoint, for conventions such as authorization.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRelayServer</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">Names every option that is wrong.</exception>
    public static IEndpointConventionBuilder MapRelay(this IEndpointRouteBuilder endpoints, string path = "/relay")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var services = endpoints.ServiceProvider;
        var upgrades = services.GetService<UpgradeHandler>() ?? throw new InvalidOperationException(
            "MapRelay needs the relay's services: call services.AddRelayServer(options => …) first.");
        var status = services.GetRequiredService<StatusHandler>();
        var options = services.GetRequiredService<IOptions<RelayServerOptions>>().Value;
        if (options.HealthPath is { } health)
        {
            endpoints.MapGet(health, (RequestDelegate)status.HealthAsync);
        }

        if (options.DirectoryPath is { } directory)
        {
            endpoints.MapGet(directory, (RequestDelegate)(context => status.ListAsync(context, path)));
        }

        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets(WebSocketsFor(options));
        pipeline.Run(upgrades.HandleAsync);
        return endpoints.Map(path, pipeline.Build()).WithDisplayName("SolConnect relay");
    }

    // The protocol's own pings run from client to relay. Without these in the other direction the relay would keep a
    // half-open connection, and its place among MaxConnections, until TCP gives up, which takes minutes or forever.
    private static WebSocketOptions WebSocketsFor(RelayServerOptions options) => new()
    {
        KeepAliveInterval = options.HeartbeatInterval,
        KeepAliveTimeout = 2 * options.HeartbeatInterval,
    };
}
