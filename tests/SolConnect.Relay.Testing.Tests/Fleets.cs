using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Testing.Tests;

/// <summary>What these tests do with fleets all the time.</summary>
internal static class Fleets
{
    /// <summary>A transport that is connected to all of its set.</summary>
    public static async Task<RelayWebSocketTransport> ConnectAsync(
        this RelayFleet fleet, Action<RelayOptions>? configure = null)
    {
        var transport = new RelayWebSocketTransport(fleet.CreateOptions(configure));
        await transport.ConnectAsync();
        await TransportTestExtensions.WaitForStateAsync(transport, TransportState.Connected);
        return transport;
    }

    /// <summary>Sends numbers, each after the receipt of the one before.</summary>
    public static async Task SendNumbersAsync(this IMessageTransport transport, string topic, int first, int last)
    {
        for (var number = first; number <= last; number++)
        {
            await transport.SendTextAsync(topic, $"{number}");
        }
    }

    /// <summary>The numbers, as a subscription should hand them out.</summary>
    public static string[] Numbers(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(number => $"{number}")];
}
