using SolConnect.Relay.Benchmarks.Proxies;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Benchmarks.Failover.Faults;

/// <summary>Three independent relays, each in its own process, and a process of proxies before them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private static readonly string[] Ids = ["relay-0", "relay-1", "relay-2"];

    private readonly RelayProcess[] _relays;

    private Fleet(RelayProcess[] relays, ProxyProcess proxies) => (_relays, Proxies) = (relays, proxies);

    public ProxyProcess Proxies { get; }

    /// <summary>Returns once everything listens and is warm.</summary>
    public static async Task<Fleet> StartAsync()
    {
        var relays = await Task.WhenAll(Ids.Select(RelayProcess.StartAsync));
        await Task.WhenAll(relays.Select(relay => RelayWarmUp.RunAsync(relay.Endpoint)));
        return new(relays, await ProxyProcess.StartAsync([.. relays.Select(relay => relay.Endpoint)]));
    }

    /// <summary>How clients reach the relays while a kind of fault is measured.</summary>
    public IReadOnlyList<RelayEndpoint> EndpointsFor(RelayFault fault) =>
        fault.IsBehindProxy ? Proxies.Endpoints : [.. _relays.Select(relay => relay.Endpoint)];

    public RelayProcess Find(string id) => _relays.Single(relay => relay.Endpoint.Id == id);

    /// <summary>Starts a dead relay again, and returns when it is as good as before.</summary>
    public async Task RestartAsync(string id)
    {
        var relay = Find(id);
        await relay.RestartAsync();
        await RelayWarmUp.RunAsync(relay.Endpoint);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Proxies.DisposeAsync();
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }
}
