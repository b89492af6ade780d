using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Discovery;

public sealed class PeerRelayDirectoryTests
{
    private static readonly RelayEndpoint A = ValidOptions.Relay("a");
    private static readonly RelayEndpoint B = ValidOptions.Relay("b");
    private static readonly RelayEndpoint OnThisMachine = new("m", new("ws://127.0.0.1:5080/relay"));

    private readonly PeerRelayDirectory _peers = new();

    [Fact]
    public async Task Nothing_was_said_means_nothing_has_changed()
    {
        Assert.Same(RelayDirectoryResult.Unchanged, await _peers.FetchAsync(null));
    }

    [Fact]
    public async Task What_each_relay_said_last_counts()
    {
        _peers.Announce(A, [new("c", "wss://c.example"), new("d", "wss://d.example")]);
        _peers.Announce(B, [new("c", "wss://other.example"), new("e", "wss://e.example")]);
        _peers.Announce(A, [new("c", "wss://c.example")]);

        Assert.Equal(["c wss://c.example/", "e wss://e.example/"], await ListAsync());
    }

    [Fact]
    public async Task What_a_relay_said_that_is_gone_is_forgotten()
    {
        _peers.Announce(A, [new("c", "wss://c.example")]);
        _peers.Announce(B, [new("d", "wss://d.example")]);

        _peers.Retain(["b", "c", "d"]);

        Assert.Equal(["d wss://d.example/"], await ListAsync());
    }

    [Fact]
    public async Task Only_a_relay_on_this_machine_may_name_others_on_it()
    {
        _peers.Announce(A, [new("c", "ws://127.0.0.1:6379"), new("d", "wss://d.example")]);
        _peers.Announce(OnThisMachine, [new("e", "ws://127.0.0.1:5081/relay")]);

        Assert.Equal(["d wss://d.example/", "e ws://127.0.0.1:5081/relay"], await ListAsync());
    }

    [Fact]
    public async Task What_is_no_address_is_passed_over()
    {
        _peers.Announce(A, [new("c", "relay"), new("d", "http://d.example"), new("e", "wss://e.example")]);

        Assert.Equal(["e wss://e.example/"], await ListAsync());
    }

    private async Task<string[]> ListAsync()
    {
        var result = await _peers.FetchAsync(null);
        return [.. result.Relays!.Select(relay => $"{relay.Id} {relay.Url}")];
    }
}
