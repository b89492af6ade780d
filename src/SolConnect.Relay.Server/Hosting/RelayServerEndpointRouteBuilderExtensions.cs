using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SolConnect.Relay;
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
        services.GetRequiredService<MappedPaths>().Relay = path;
        var options = services.GetRequiredService<IOptions<RelayServerOptions>>().Value;
        if (options.HealthPath is { } health)
        {
            endpoints.MapGet(health, (RequestDelegate)status.HealthAsync);
        }

        if (options.DirectoryPath is { } directory)
        {
            _ = endpoints.MapRelayDirectory(directory);
        }

        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets(WebSocketsFor(options));
        pipeline.Run(upgrades.HandleAsync);
        return endpoints.Map(path, pipeline.Build()).WithDisplayName("SolConnect relay");
    }

    /// <summary>
    /// Maps the list of this relay and its peers, for clients that discover relays. <c>MapRelay</c> does so at
    /// <see cref="RelayServerOptions.DirectoryPath"/>; mapping that path once more changes nothing.
    /// </summary>
    /// <remarks>
    /// Answers GET with a JSON array and an ETag, and with 304 where <c>If-None-Match</c> holds that. Whoever may ask is a
    /// matter of conventions on what is returned.
    /// </remarks>
    /// <param name="path">Where the list is, without parameters. Default <c>/api/relays</c>.</param>
    /// <exception cref="InvalidOperationException"><c>AddRelayServer</c> was not called.</exception>
    public static IEndpointConventionBuilder MapRelayDirectory(
        this IEndpointRouteBuilder endpoints, string path = "/api/relays")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var services = endpoints.ServiceProvider;
        var status = services.GetService<StatusHandler>() ?? throw new InvalidOperationException(
            "MapRelayDirectory needs the relay's services: call services.AddRelayServer(options => …) first, or say which " +
            "relays to list.");
        var mapped = services.GetRequiredService<MappedPaths>().Directories;
        var key = (endpoints, path.ToUpperInvariant());
        if (!mapped.TryGetValue(key, out var builder))
        {
            builder = endpoints.MapGet(
                path, (RequestDelegate)(context => DirectoryAnswer.WriteAsync(context, status.List(context))));
            mapped.Add(key, builder);
        }

        return builder;
    }

    /// <summary>
    /// Maps a list of relays that the application keeps, which may change while it runs. Needs no relay in this
    /// application.
    /// </summary>
    /// <param name="path">Where the list is, without parameters.</param>
    /// <param name="relays">Called for each request, by any thread: the relays as they are now, at most 16.</param>
    public static IEndpointConventionBuilder MapRelayDirectory(
        this IEndpointRouteBuilder endpoints, string path, Func<IEnumerable<RelayEndpoint>> relays)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(relays);
        return endpoints.MapGet(
            path, (RequestDelegate)(context => DirectoryAnswer.WriteAsync(context, [.. relays().Select(RelayEntry.Of)])));
    }

    // The protocol's own pings run from client to relay. Without these in the other direction the relay would keep a
    // half-open connection, and its place among MaxConnections, until TCP gives up, which takes minutes or forever.
    private static WebSocketOptions WebSocketsFor(RelayServerOptions options) => new()
    {
        KeepAliveInterval = options.HeartbeatInterval,
        KeepAliveTimeout = 2 * options.HeartbeatInterval,
    };
}
