using SolConnect.Relay.Server;

namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>Independent relays in this process, each behind proxies.</summary>
internal sealed class ProxiedFleet : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromMilliseconds(300);

    private readonly List<ProxiedRelay> _relays = [];

    private ProxiedFleet()
    {
    }

    public IReadOnlyList<ProxiedRelay> Relays => _relays;

    public ProxiedRelay this[string id] => _relays.Single(relay => relay.Id == id);

    public static async Task<ProxiedFleet> StartAsync(int count = 3)
    {
        var fleet = new ProxiedFleet();
        for (var index = 0; index < count; index++)
        {
            fleet._relays.Add(new(await EmbeddedRelay.StartAsync(
                new() { Id = $"relay-{index}", Configure = relay => relay.ShutdownGrace = ShutdownGrace })));
        }

        return fleet;
    }

    public Task<ChaosRun> RunAsync(ChaosOptions? options = null) => ChaosRun.StartAsync(
        _relays.Select(relay => relay.ForPublisher.Endpoint), _relays.Select(relay => relay.ForSubscriber.Endpoint),
        options ?? new());

    public Task KillAllAsync() => Task.WhenAll(_relays.Select(relay => relay.Relay.KillAsync()));

    public Task RestartAllAsync(bool keepLog) =>
        Task.WhenAll(_relays.Select(relay => relay.Relay.RestartAsync(keepLog)));

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }
}
