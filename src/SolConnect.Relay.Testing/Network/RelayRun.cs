using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Server;
using SolConnect.Relay.Server.Authentication;
using SolConnect.Relay.Server.Embedding;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Testing.Network;

/// <summary>One run of the reference relay, from start to stop or kill, without a web server around it.</summary>
internal sealed class RelayRun
{
    private const string Remote = "in process";
    private static readonly TimeSpan RetryAfterFull = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<MemoryWebSocket, Task> _serving = new();
    private readonly ServiceProvider _services;
    private readonly RelayServer _server;
    private readonly Authenticator _authenticator;
    private readonly TopicGuard _topics;
    private readonly AccessClock _clock;

    private RelayRun(ServiceProvider services)
    {
        _services = services;
        _server = services.GetRequiredService<RelayServer>();
        _authenticator = services.GetRequiredService<Authenticator>();
        _topics = services.GetRequiredService<TopicGuard>();
        _clock = services.GetRequiredService<AccessClock>();
        Hub = services.GetRequiredService<RelayHub>();
    }

    public RelayHub Hub { get; }

    public int Connections => _server.Connections;

    /// <param name="hub">The hub of an earlier run, whose logs go on; null for an empty one.</param>
    public static RelayRun Create(string id, RelayFleetOptions options, RelayHub? hub)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        if (options.LoggerFactory is { } loggers)
        {
            services.AddSingleton<ILoggerFactory>(new BorrowedLoggerFactory(loggers));
        }

        if (hub is not null)
        {
            hub.Step(HubInput.Reopen(), default);
            services.AddSingleton(hub);
        }

        services.AddSingleton(options.TimeProvider);
        services.AddSingleton<IHostApplicationLifetime, EndlessLifetime>();
        services.AddRelayServer(server =>
        {
            server.Id = id;
            options.Configure?.Invoke(server);
        });
        return new(services.BuildServiceProvider());
    }

    public Task StartAsync() => _server.StartAsync(CancellationToken.None);

    /// <exception cref="ConnectFailedException">The relay holds as many connections as it may.</exception>
    public void ThrowIfFull()
    {
        if (_server.IsFull)
        {
            throw new ConnectFailedException(new(
                CloseReason.UpgradeRefused, "The relay holds as many connections as it may.", RetryAfterFull));
        }
    }

    /// <summary>Serves one connection until it ends.</summary>
    public void Serve(MemoryWebSocket socket)
    {
        var serving = Task.Run(() => ServeAsync(socket));
        _serving[socket] = serving;
        if (serving.IsCompleted)
        {
            _serving.TryRemove(socket, out _);
        }
    }

    /// <summary>In good order: go-away, then close.</summary>
    public async Task StopAsync()
    {
        await _server.StoppingAsync(CancellationToken.None).ConfigureAwait(false);
        await _server.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    public async Task KillAsync()
    {
        await _server.KillAsync().ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        foreach (var (socket, serving) in _serving)
        {
            socket.Abort();
            await serving.ConfigureAwait(false);
        }

        await _services.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ServeAsync(MemoryWebSocket socket)
    {
        using (socket)
        {
            var access = _authenticator.IsNeeded ? null : HubAccess.Anonymous;
            var gate = new ConnectionGate(_authenticator, _topics, _clock, new DefaultHttpContext(), access);
            await _server.ServeAsync(socket, Remote, gate).ConfigureAwait(false);
        }

        _serving.TryRemove(socket, out _);
    }

    /// <summary>Nothing around the relay ends it.</summary>
    private sealed class EndlessLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
