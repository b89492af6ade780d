using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SolConnect.Relay.Functional.Tests.Discovery;

/// <summary>A real HTTP server on loopback that lists relays, or does what a broken one does.</summary>
internal sealed class DirectoryServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<(string IfNoneMatch, int Status)> _answers = [];
    private int _requests;
    private volatile RequestDelegate? _fault;
    private volatile IReadOnlyList<RelayEndpoint> _relays = [];

    private DirectoryServer()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            Interlocked.Increment(ref _requests);
            await (_fault is { } fault ? fault(context) : next(context));
            lock (_lock)
            {
                _answers.Add((context.Request.Headers.IfNoneMatch.ToString(), context.Response.StatusCode));
            }
        });
        _app.UseRouting();
        _app.MapRelayDirectory("/api/relays", () => _relays);
    }

    public HttpRelayDirectory Directory => new(new($"{_app.Urls.Single()}/api/relays"));

    /// <summary>What it lists from now on.</summary>
    public IReadOnlyList<RelayEndpoint> Relays
    {
        set => _relays = value;
    }

    /// <summary>What it does instead; <c>null</c> for nothing.</summary>
    public RequestDelegate? Fault
    {
        set => _fault = value;
    }

    /// <summary>Requests so far, also those that were never answered.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>What was asked and answered, in order.</summary>
    public IReadOnlyList<(string IfNoneMatch, int Status)> Answers
    {
        get
        {
            lock (_lock)
            {
                return [.. _answers];
            }
        }
    }

    public static async Task<DirectoryServer> StartAsync(params RelayEndpoint[] relays)
    {
        var server = new DirectoryServer { Relays = relays };
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
