using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Chaos.Tests.Processes;

/// <summary>
/// Three relays in processes of their own, for all tests of a class: starting one takes longer than most tests.
/// </summary>
public sealed class RelayProcesses : IAsyncLifetime
{
    private readonly List<RelayProcess> _relays = [];

    internal IReadOnlyList<RelayProcess> All => _relays;

    internal RelayProcess Find(string id) => _relays.Single(relay => relay.Endpoint.Id == id);

    public async ValueTask InitializeAsync()
    {
        if (Signals.WhyUnusable is null)
        {
            string[] ids = ["relay-0", "relay-1", "relay-2"];
            _relays.AddRange(await Task.WhenAll(ids.Select(RelayProcess.StartAsync)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }

    /// <summary>A stream over all three, which run again whatever the test before has left.</summary>
    internal async Task<ChaosRun> RunAsync(ChaosOptions? options = null)
    {
        Assert.SkipWhen(Signals.WhyUnusable is not null, Signals.WhyUnusable ?? "");
        await HealAsync();
        var endpoints = _relays.Select(relay => relay.Endpoint).ToArray();
        return await ChaosRun.StartAsync(endpoints, endpoints, options ?? new());
    }

    /// <summary>What is stopped goes on, and what is dead is started.</summary>
    internal Task HealAsync() => Task.WhenAll(_relays.Select(relay =>
    {
        if (relay.IsRunning)
        {
            relay.Thaw();
        }

        return relay.RestartAsync();
    }));
}
