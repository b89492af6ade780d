using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Embedding;

/// <summary>One run of an embedded relay, from start to stop or kill.</summary>
internal sealed class RelayHost : IAsyncDisposable
{
    // After a kill the port may be held for moments by a client's own outgoing connection.
    private static readonly TimeSpan PortPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PortRetry = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication _app;
    private readonly ConnectionKiller _killer;

    private RelayHost(WebApplication app, ConnectionKiller killer)
    {
        _app = app;
        _killer = killer;
    }

    public RelayHub Hub => _app.Services.GetRequiredService<RelayHub>();

    public int Connections => _app.Services.GetRequiredService<RelayServer>().Connections;

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <param name="hub">The hub of an earlier run, whose logs go on; null for an empty one.</param>
    public static async Task<RelayHost> StartAsync(
        EmbeddedRelayOptions options, int port, RelayHub? hub, CancellationToken cancellationToken)
    {
        var patience = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var host = Build(options, port, hub);
            try
            {
                await host._app.StartAsync(cancellationToken).ConfigureAwait(false);
                return host;
            }
            catch (IOException exception) when (
                exception.InnerException is AddressInUseException && port != 0
                && TimeProvider.System.GetElapsedTime(patience) < PortPatience)
            {
                await host.DisposeAsync().ConfigureAwait(false);
                await Task.Delay(PortRetry, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await host.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    /// <summary>In good order: GoAway, close 1012, the end of the listener.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <summary>As if the process had died: connections are reset, nothing more is sent, nobody listens.</summary>
    public async Task KillAsync()
    {
        _killer.Kill();
        await _app.Services.GetRequiredService<RelayServer>().KillAsync().ConfigureAwait(false);

        // A cancelled token skips Kestrel's patience with open requests.
        await _app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static RelayHost Build(EmbeddedRelayOptions options, int port, RelayHub? hub)
    {
        // Empty: what the process around it has in its environment and configuration is not meant for this relay.
        var builder = WebApplication.CreateEmptyBuilder(new());
        var killer = new ConnectionKiller();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(new IPEndPoint(options.Address, port), listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(killer.Watch);
            });
        });
        builder.Services.AddRelayMemoryPool();
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, ForeignLifetime>();
        if (options.LoggerFactory is { } loggers)
        {
            builder.Services.AddSingleton<ILoggerFactory>(new BorrowedLoggerFactory(loggers));
        }

        if (hub is not null)
        {
            builder.Services.AddSingleton(hub);
        }

        builder.Services.AddRelayServer(server =>
        {
            server.Id = options.Id;
            server.Region = options.Region;
            options.Configure?.Invoke(server);
        });
        var app = builder.Build();
        app.MapRelay(options.Path);
        return new(app, killer);
    }
}
