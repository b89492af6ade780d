using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Monitoring;

/// <summary>Relays that no connection is held to are looked at all the same.</summary>
public sealed class HealthCheckTests
{
    [Fact]
    public async Task Relays_outside_of_the_set_are_checked_and_described()
    {
        await using var fleet = await RelayFleet.StartAsync(4);
        await using var transport = await fleet.ConnectAsync(Often);

        await Patience.UntilAsync(
            () => Outside(transport).All(relay => relay.Health == RelayHealth.Healthy), "two checks that succeed");

        Assert.Equal(2, Outside(transport).Count);
        Assert.All(Outside(transport), relay =>
        {
            Assert.Equal(RelayState.Disconnected, relay.State);
            Assert.True(relay.Latency > TimeSpan.Zero);
            Assert.NotNull(relay.LatencyP99);
            Assert.InRange(relay.Quality, 50, 100);
        });
        Assert.All(transport.GetAvailableRelays().Where(relay => relay.IsInSet), relay => Assert.Null(relay.SinceLastCheck));
        Assert.Equal(2, transport.GetActiveConnections().Count);
    }

    [Fact]
    public async Task One_that_dies_is_ejected_and_people_hear_what_it_was_before()
    {
        await using var fleet = await RelayFleet.StartAsync(4);
        await using var transport = await fleet.ConnectAsync(Often);
        var events = new EventRecorder(transport);
        await Patience.UntilAsync(
            () => Outside(transport).All(relay => relay.Health == RelayHealth.Healthy), "two checks that succeed");
        var victim = fleet.Find(Outside(transport)[0].Endpoint.Id);

        await victim.KillAsync();
        var changed = await events.WaitForAsync<RelayHealthChangedEventArgs>(change => change.Relay.Id == victim.Id);

        Assert.Equal(RelayHealth.Ejected, changed.After);
        Assert.False(changed.IsHealthy);
        Assert.Contains("in a row", changed.Reason, StringComparison.Ordinal);
        var relay = transport.GetAvailableRelays().Single(relay => relay.Endpoint.Id == victim.Id);
        Assert.True(relay.IsEjected);
        Assert.Equal(1, transport.GetRelayMetrics().EjectedRelays);
        Assert.Equal(2, (await transport.SendTextAsync("topic", "text")).Acks);
    }

    private static void Often(RelayOptions options)
    {
        options.Standbys = 1;
        options.HealthCheckInterval = TimeSpan.FromMilliseconds(100);
    }

    private static List<RelayInfo> Outside(RelayWebSocketTransport transport) =>
        [.. transport.GetAvailableRelays().Where(relay => !relay.IsInSet)];
}
