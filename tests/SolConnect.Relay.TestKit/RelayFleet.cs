using Microsoft.Extensions.Logging;
using SolConnect.Relay.Server;

namespace SolConnect.Relay.TestKit;

/// <summary>Real relays inside this process, each with its own log, on free loopback ports.</summary>
public sealed class RelayFleet : IAsyncDisposable
{
    private readonly List<EmbeddedRelay> _relays = [];

    private RelayFleet()
    {
    }

    /// <summary>The relays, named <c>relay-0</c>, <c>relay-1</c> and so on.</summary>
    public IReadOnlyList<EmbeddedRelay> Relays => _relays;

    /// <summary>Starts relays and returns once all of them listen.</summary>
    /// <param name="configure">Sets the options of each relay.</param>
    public static async Task<RelayFleet> StartAsync(int count, Action<RelayServerOptions>? configure = null)
    {
        var fleet = new RelayFleet();
        for (var index = 0; index < count; index++)
        {
            fleet._relays.Add(await EmbeddedRelay.StartAsync(new() { Id = $"relay-{index}", Configure = configure }));
        }

        return fleet;
    }

    /// <summary>
    /// Options over all relays. Silence is judged 20 times more slowly than by default: relays in a busy process are
    /// slow, and a receipt that rests on one relay because the other one was late is right, but not what a test waits
    /// for.
    /// </summary>
    public RelayOptions Options(Action<RelayOptions>? configure = null)
    {
        var options = new RelayOptions { FailoverThreshold = TimeSpan.FromSeconds(10) };
        foreach (var relay in _relays)
        {
            options.Relays.Add(relay.Endpoint);
        }

        configure?.Invoke(options);
        return options;
    }

    /// <summary>A transport over all relays that is connected to all of its set.</summary>
    public async Task<RelayWebSocketTransport> ConnectAsync(
        Action<RelayOptions>? configure = null, ILoggerFactory? loggerFactory = null)
    {
        var transport = new RelayWebSocketTransport(Options(configure), loggerFactory);
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        return transport;
    }

    /// <summary>The relay that a transport publishes to first.</summary>
    public EmbeddedRelay PrimaryOf(RelayWebSocketTransport transport) =>
        Find(transport.GetAvailableRelays().Single(relay => relay.IsPrimary).Endpoint.Id);

    /// <summary>The relay with an id.</summary>
    public EmbeddedRelay Find(string id) => _relays.Single(relay => relay.Id == id);

    /// <summary>Kills all relays at once.</summary>
    public Task KillAllAsync() => Task.WhenAll(_relays.Select(relay => relay.KillAsync()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var relay in _relays)
        {
            await relay.DisposeAsync();
        }
    }
}
