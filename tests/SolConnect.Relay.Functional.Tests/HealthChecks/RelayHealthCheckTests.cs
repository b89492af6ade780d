using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.HealthChecks;

public sealed class RelayHealthCheckTests
{
    [Fact]
    public async Task Health_follows_the_transport_and_says_why()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var provider = Provider(fleet, "");
        var transport = provider.GetRequiredService<RelayWebSocketTransport>();

        var before = await CheckAsync(provider);
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        var connected = await CheckAsync(provider);
        var primary = fleet.PrimaryOf(transport);
        await primary.KillAsync();
        await transport.WaitForStateAsync(TransportState.Degraded);
        var degraded = await CheckAsync(provider);
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
        var offline = await CheckAsync(provider);

        Assert.Equal(HealthStatus.Unhealthy, before.Status);
        Assert.Equal("Disconnected", before.Data["state"]);
        Assert.Equal("it was not asked to connect", before.Data["reason"]);
        Assert.Equal(HealthStatus.Healthy, connected.Status);
        Assert.Equal((2, 2, primary.Id), (connected.Data["relaysOpen"], connected.Data["relaysKnown"], connected.Data["primary"]));
        Assert.Equal(HealthStatus.Degraded, degraded.Status);
        Assert.Equal(1, degraded.Data["relaysOpen"]);
        Assert.NotEqual("", degraded.Data["reason"]);
        Assert.True(degraded.Data.ContainsKey($"relay:{primary.Id}"));
        Assert.Equal(HealthStatus.Unhealthy, offline.Status);
        Assert.StartsWith("Offline: ", offline.Description, StringComparison.Ordinal);
        Assert.Equal(0L, offline.Data["messagesPending"]);
    }

    [Fact]
    public async Task A_named_transport_has_a_check_of_its_own_with_the_failure_status_it_was_given()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var provider = Provider(fleet, "eu");

        var report = await CheckAsync(provider);

        Assert.Equal(HealthStatus.Degraded, report.Status);
        Assert.Equal("Disconnected", report.Data["state"]);
    }

    private static ServiceProvider Provider(RelayFleet fleet, string name)
    {
        var services = new ServiceCollection().AddLogging().AddSolConnectRelay(name, fleet.Options());
        _ = name == ""
            ? services.AddHealthChecks().AddSolConnectRelay()
            : services.AddHealthChecks().AddSolConnectRelay("relays", name, HealthStatus.Degraded);
        return services.BuildServiceProvider();
    }

    private static async Task<HealthReportEntry> CheckAsync(IServiceProvider provider)
    {
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["relays"];
    }
}
