using SolConnect.Relay.Server;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Discovery;

/// <summary>Relays that other relays name, over real sockets.</summary>
public sealed class PeerDiscoveryTests
{
    [Fact]
    public async Task The_relays_that_a_connected_relay_names_are_added()
    {
        await using var blue = await EmbeddedRelay.StartAsync(new() { Id = "blue" });
        await using var red = await EmbeddedRelay.StartAsync(new()
        {
            Id = "red",
            Configure = options => options.Peers.Add(blue.Endpoint),
        });
        await using var transport = new RelayWebSocketTransport(new()
        {
            Relays = [red.Endpoint],
            EnableAutoDiscovery = true,
        });
        var events = new EventRecorder(transport);

        await transport.ConnectAsync();

        var found = await events.WaitForAsync<RelayDiscoveredEventArgs>(found => found.Relay.Id == "blue");
        Assert.Equal(blue.Endpoint.Url, found.Relay.Url);
    }

    [Fact]
    public async Task A_peer_at_a_host_that_is_not_allowed_is_refused_with_an_alert()
    {
        await using var red = await EmbeddedRelay.StartAsync(new()
        {
            Id = "red",
            Configure = options => options.Peers.Add(new("evil", new("wss://evil.example/relay"))),
        });
        await using var transport = new RelayWebSocketTransport(new()
        {
            Relays = [red.Endpoint],
            EnableAutoDiscovery = true,
            AllowedHosts = ["127.0.0.1"],
        });
        var events = new EventRecorder(transport);

        await transport.ConnectAsync();

        var alert = await events.WaitForAsync<AlertRaisedEventArgs>(alert => alert.Kind == AlertKind.DirectoryFailed);
        Assert.Contains(
            "relay 'evil' at 'wss://evil.example' is not at one of the AllowedHosts", alert.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(events.Of<RelayDiscoveredEventArgs>(), found => found.Relay.Id == "evil");
    }

    [Fact]
    public async Task Without_auto_discovery_what_relays_say_is_not_heard()
    {
        await using var red = await EmbeddedRelay.StartAsync(new()
        {
            Id = "red",
            Configure = options => options.Peers.Add(new("blue", new("ws://127.0.0.1:9/relay"))),
        });
        await using var transport = new RelayWebSocketTransport(new() { Relays = [red.Endpoint] });
        var events = new EventRecorder(transport);

        await transport.ConnectAsync();
        await transport.SendTextAsync("chat", "after Welcome");
        await transport.DisposeAsync();

        Assert.Equal(["red"], events.Of<RelayDiscoveredEventArgs>().Select(found => found.Relay.Id));
    }
}
