using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Load;

/// <summary>Transports that are connected to all their relays, with default options but for what is named.</summary>
internal static class Transports
{
    public static async Task<RelayWebSocketTransport> ConnectAsync(
        IEnumerable<RelayEndpoint> relays, Action<RelayOptions>? configure = null)
    {
        var options = new RelayOptions();
        foreach (var relay in relays)
        {
            options.Relays.Add(relay);
        }

        options.Standbys = options.Relays.Count - 1;
        configure?.Invoke(options);
        var transport = new RelayWebSocketTransport(options);
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        return transport;
    }
}
