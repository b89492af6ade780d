using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Messaging;

/// <summary>What a transport says about itself, and what it refuses meanwhile.</summary>
public sealed class StateTests
{
    [Fact]
    public async Task Before_connecting_everything_is_refused_and_nothing_was_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = new RelayWebSocketTransport(fleet.Options());

        Assert.Equal(TransportState.Disconnected, transport.State);
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.SendTextAsync("topic", "text").AsTask());
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.SubscribeAsync("topic").AsTask());
        await transport.DisconnectAsync();
        Assert.Equal(0, fleet.Relays[0].Connections);
    }

    [Fact]
    public async Task While_it_connects_sends_wait_for_the_first_relay()
    {
        var welcome = new TaskCompletionSource();
        await using var relay = new FakeRelay("slow", async connection =>
        {
            await welcome.Task;
            await connection.WelcomeAsync();
            await connection.ReadPublishAsync();
            await connection.AcknowledgeAsync(alias: 1, through: 1);
            await connection.SwallowAsync();
        });
        await using var transport = new RelayWebSocketTransport(new() { Relays = [relay.Endpoint] });

        var connecting = transport.ConnectAsync();
        var sending = transport.SendTextAsync("early", "bird");

        Assert.Equal(TransportState.Connecting, transport.State);
        Assert.False(connecting.IsCompleted);
        welcome.SetResult();
        await connecting;
        Assert.Equal(1, (await sending).Acks);
        Assert.Equal(TransportState.Connected, transport.State);
    }

    [Fact]
    public async Task The_states_follow_the_relays_down_and_up_again()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = new RelayWebSocketTransport(fleet.Options());
        var states = new List<(TransportState, TransportState)>();
        transport.StateChanged += (_, change) => states.Add((change.OldState, change.NewState));
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);

        await fleet.Relays[0].KillAsync();
        await transport.WaitForStateAsync(TransportState.Degraded);
        await fleet.Relays[1].KillAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
        await fleet.Relays[1].RestartAsync(keepLog: true);
        await transport.WaitForStateAsync(TransportState.Degraded);
        await fleet.Relays[0].RestartAsync(keepLog: true);
        await transport.WaitForStateAsync(TransportState.Connected);
        await transport.DisposeAsync();

        Assert.Equal(
            [
                (TransportState.Disconnected, TransportState.Connecting),
                (TransportState.Connecting, TransportState.Degraded),
                (TransportState.Degraded, TransportState.Connected),
                (TransportState.Connected, TransportState.Degraded),
                (TransportState.Degraded, TransportState.Offline),
                (TransportState.Offline, TransportState.Degraded),
                (TransportState.Degraded, TransportState.Connected),
                (TransportState.Connected, TransportState.Closed),
            ],
            states);
    }

    [Fact]
    public async Task Snapshots_are_never_older_than_the_event_that_tells_of_a_change()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        for (var round = 0; round < 50; round++)
        {
            await using var transport = new RelayWebSocketTransport(fleet.Options());
            var seen = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            transport.StateChanged += (_, change) =>
            {
                if (change.NewState == TransportState.Connected)
                {
                    seen.TrySetResult(transport.GetActiveConnections().Count);
                }
            };

            await transport.ConnectAsync();

            Assert.Equal(3, await seen.Task.WithinPatienceAsync("Connected"));
        }
    }

    [Fact]
    public async Task Disconnecting_ends_enumerations_normally_after_what_has_arrived()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var subscription = await transport.SubscribeAsync("topic");
        await transport.SendTextAsync("topic", "one");
        await transport.SendTextAsync("topic", "two");
        await Patience.UntilAsync(() => transport.GetRelayMetrics().TotalMessagesReceived == 2, "both messages");

        await transport.DisconnectAsync();

        var reader = new MessageReader(subscription);
        await reader.Completion.WithinPatienceAsync("the end of the enumeration");
        Assert.Equal(["one", "two"], reader.Texts);
        Assert.Equal(TransportState.Disconnected, transport.State);
        await Patience.UntilAsync(() => fleet.Relays.Sum(relay => relay.Connections) == 0, "no connection");
    }

    [Fact]
    public async Task Disconnecting_waits_for_the_receipts_of_what_was_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var sends = Enumerable.Range(0, 500).Select(_ => transport.SendTextAsync("last", "words").AsTask()).ToList();

        await transport.DisconnectAsync();

        Assert.Equal(500, transport.GetRelayMetrics().TotalMessagesSent);
        await Task.WhenAll(sends).WithinPatienceAsync("the receipts");
        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.SendTextAsync("last", "late").AsTask());
    }

    [Fact]
    public async Task After_disconnecting_it_can_connect_and_send_again()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await transport.SendTextAsync("topic", "first life");

        await transport.DisconnectAsync();
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        await using var subscription = await transport.SubscribeAsync("another topic");
        await transport.SendTextAsync("another topic", "second life");

        Assert.Equal(["second life"], await subscription.TakeTextsAsync(1));
        Assert.Equal(2, transport.GetRelayMetrics().TotalMessagesSent);
    }

    [Fact]
    public async Task After_disposal_everything_throws_that_the_transport_is_gone()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        var transport = await fleet.ConnectAsync();

        await transport.DisposeAsync();

        Assert.Equal(TransportState.Closed, transport.State);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.SendTextAsync("topic", "text").AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.SubscribeAsync("topic").AsTask());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.ConnectAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.DisconnectAsync());
        await transport.DisposeAsync();
    }

    [Fact]
    public async Task Connecting_fails_with_what_each_relay_did_and_dialling_goes_on()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await fleet.KillAllAsync();
        await using var transport = new RelayWebSocketTransport(
            fleet.Options(options => options.ConnectionTimeout = TimeSpan.FromMilliseconds(500)));

        var error = await Assert.ThrowsAsync<RelayConnectException>(() => transport.ConnectAsync());

        Assert.Equal(RelayErrorCode.ConnectTimeout, error.Code);
        Assert.All(fleet.Relays, relay => Assert.Contains($"'{relay.Id}'", error.Message, StringComparison.Ordinal));
        Assert.Contains("ConnectionRefused", error.Message, StringComparison.Ordinal);
        await fleet.Relays[0].RestartAsync(keepLog: true);
        await transport.WaitForStateAsync(TransportState.Degraded);
    }
}
