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

    [Fact]
    public async Task Asked_for_a_check_every_relay_answers_or_says_why_not()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync(options => (options.Standbys, options.HealthChecks) = (1, false));
        var outside = Outside(transport).Single().Endpoint.Id;
        await fleet.Find(outside).KillAsync();

        var checks = await transport.Manager.CheckRelaysAsync();

        Assert.Equal(fleet.Relays.Select(relay => relay.Id), checks.Select(check => check.Endpoint.Id));
        Assert.All(checks.Where(check => check.Endpoint.Id != outside), check =>
        {
            Assert.True(check.IsUp);
            Assert.InRange(check.RoundTrip!.Value, TimeSpan.FromTicks(1), check.Took);
        });
        var dead = checks.Single(check => check.Endpoint.Id == outside);
        Assert.Equal((false, CloseReason.Unreachable, null), (dead.IsUp, dead.FailureReason, dead.RoundTrip));
        Assert.NotEmpty(dead.FailureDetail!);
        await Patience.UntilAsync(() => Outside(transport).Single().FailedConnects == 1, "the failure to count");
        Assert.Equal(2, transport.GetActiveConnections().Count);
    }

    [Fact]
    public async Task Nothing_is_checked_for_a_transport_that_is_not_connected()
    {
        await using var transport = new RelayWebSocketTransport(new() { Relays = [new("a", new("ws://127.0.0.1:1/relay"))] });

        await Assert.ThrowsAsync<InvalidOperationException>(() => transport.Manager.CheckRelaysAsync());
    }

    private static void Often(RelayOptions options)
    {
        options.Standbys = 1;
        options.HealthCheckInterval = TimeSpan.FromMilliseconds(100);
    }

    private static List<RelayInfo> Outside(RelayWebSocketTransport transport) =>
        [.. transport.GetAvailableRelays().Where(relay => !relay.IsInSet)];
}
