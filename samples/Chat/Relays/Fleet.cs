using SolConnect.Relay;

namespace Chat.Relays;

/// <summary>The relays that everybody chats over: three inside this process, or those that run elsewhere.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    private Fleet(IReadOnlyList<RelayEndpoint> endpoints, IReadOnlyList<DemoRelay> relays) =>
        (Endpoints, Relays) = (endpoints, relays);

    /// <summary>Raised on any thread when something was done to a relay.</summary>
    public event Action? Changed;

    public IReadOnlyList<RelayEndpoint> Endpoints { get; }

    /// <summary>Those that are this process's own; empty for relays elsewhere.</summary>
    public IReadOnlyList<DemoRelay> Relays { get; }

    public static Fleet Outside(IReadOnlyList<RelayEndpoint> endpoints) => new(endpoints, []);

    public static async Task<Fleet> StartAsync()
    {
        DemoRelay[] relays =
        [
            await DemoRelay.StartAsync("red", "harbour"),
            await DemoRelay.StartAsync("green", "hill"),
            await DemoRelay.StartAsync("blue", "island"),
        ];
        return new([.. relays.Select(relay => relay.Endpoint)], relays);
    }

    /// <summary>Options over all of them, as an application would set them up.</summary>
    public RelayOptions CreateOptions(string clientName)
    {
        var options = RelayOptions.Production();
        options.ClientName = clientName;
        foreach (var relay in Endpoints)
        {
            options.Relays.Add(relay);
        }

        return options;
    }

    public async Task BringAsync(DemoRelay relay, RelayCondition condition)
    {
        await relay.BringToAsync(condition);
        Changed?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var relay in Relays)
        {
            await relay.DisposeAsync();
        }
    }
}
