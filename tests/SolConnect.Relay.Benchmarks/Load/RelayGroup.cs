using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Benchmarks.Load;

/// <summary>Independent relays, each in a process of its own.</summary>
internal sealed class RelayGroup : IAsyncDisposable
{
    private readonly RelayProcess[] _relays;

    private RelayGroup(RelayProcess[] relays) => _relays = relays;

    public IReadOnlyList<RelayProcess> Relays => _relays;

    public IReadOnlyList<RelayEndpoint> Endpoints => [.. _relays.Select(relay => relay.Endpoint)];

    public static async Task<RelayGroup> StartAsync(int count) =>
        new(await Task.WhenAll(Enumerable.Range(0, count).Select(index => RelayProcess.StartAsync($"relay-{index}"))));

    public RelayProcess Find(string id) => _relays.Single(relay => relay.Endpoint.Id == id);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }
}
