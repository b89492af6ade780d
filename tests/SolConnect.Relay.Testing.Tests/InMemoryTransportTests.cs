using System.Collections.Concurrent;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Testing.Tests;

public sealed class InMemoryTransportTests
{
    [Fact]
    public async Task It_sends_to_itself()
    {
        await using var transport = new InMemoryTransport();
        await transport.ConnectAsync();
        await using var heard = await transport.SubscribeAsync("lobby");

        var receipt = await transport.SendTextAsync("lobby", "hi");

        Assert.Equal(("lobby", 1), (receipt.Topic, receipt.Acks));
        Assert.Equal(["hi"], await heard.TakeTextsAsync(1));
    }

    [Fact]
    public async Task Peers_meet_and_strangers_do_not()
    {
        await using var ann = new InMemoryTransport();
        await using var bob = ann.CreatePeer();
        await using var stranger = new InMemoryTransport();
        await Task.WhenAll(ann.ConnectAsync(), bob.ConnectAsync(), stranger.ConnectAsync());
        await using var heard = await bob.SubscribeAsync("lobby");

        await stranger.SendTextAsync("lobby", "from a stranger");
        await ann.SendTextAsync("lobby", "from Ann");

        Assert.Equal(["from Ann"], await heard.TakeTextsAsync(1));
    }

    [Fact]
    public async Task The_relay_lives_as_long_as_its_last_client()
    {
        var ann = new InMemoryTransport();
        var bob = ann.CreatePeer();
        await ann.ConnectAsync();
        await bob.ConnectAsync();

        await ann.DisposeAsync();
        await ann.DisposeAsync();
        Assert.Equal(1, (await bob.SendTextAsync("lobby", "still there")).Acks);
        await bob.DisposeAsync();

        Assert.False(bob.Relay.IsRunning);
        Assert.Throws<ObjectDisposedException>(() => ann.CreatePeer());
    }

    [Fact]
    public async Task Its_states_are_those_of_a_transport()
    {
        await using var transport = new InMemoryTransport();
        var senders = new ConcurrentQueue<object?>();
        transport.StateChanged += (sender, _) => senders.Enqueue(sender);
        Assert.Equal(TransportState.Disconnected, transport.State);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await transport.SendTextAsync("lobby", "hi"));

        await transport.ConnectAsync();
        await TransportTestExtensions.WaitForStateAsync(transport, TransportState.Connected);
        await transport.Relay.KillAsync();
        await TransportTestExtensions.WaitForStateAsync(transport, TransportState.Offline);
        await transport.Relay.ReviveAsync();
        await TransportTestExtensions.WaitForStateAsync(transport, TransportState.Connected);
        await transport.DisconnectAsync();

        Assert.Equal(TransportState.Disconnected, transport.State);
        Assert.All(senders, sender => Assert.Same(transport, sender));
    }

    [Fact]
    public async Task Its_options_can_be_set()
    {
        await using var transport = new InMemoryTransport(options => options.MaxMessageBytes = 10);
        await transport.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(async () => await transport.SendAsync("lobby", new byte[11]));
    }
}
