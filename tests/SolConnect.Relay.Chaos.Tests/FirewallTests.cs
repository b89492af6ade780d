using SolConnect.Relay.Chaos.Tests.Processes;
using SolConnect.Relay.Chaos.Tests.Running;

namespace SolConnect.Relay.Chaos.Tests;

/// <summary>
/// Packets that disappear in the kernel, between both clients and one relay. Skipped where iptables cannot be used; the
/// same blackholes are in <see cref="FrameFaultTests"/>, above TCP.
/// </summary>
public sealed class FirewallTests(RelayProcesses relays) : IClassFixture<RelayProcesses>
{
    [Theory]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    [InlineData(true, true, null)]
    [InlineData(true, true, 1)]
    public async Task A_primary_behind_a_firewall_is_given_up_and_used_again_afterwards(
        bool toRelay, bool fromRelay, int? requiredAcks)
    {
        Assert.SkipWhen(FirewallRule.WhyUnusable is not null, FirewallRule.WhyUnusable ?? "");
        await using var run = await relays.RunAsync(new() { RequiredAcks = requiredAcks });
        var target = relays.Find(run.Primary).Endpoint;

        using (toRelay ? FirewallRule.DropToRelay(target.Url.Port) : null)
        using (fromRelay ? FirewallRule.DropFromRelay(target.Url.Port) : null)
        {
            Assert.Equal(CloseReason.Silent, await ChaosRun.LossAsync(run.PublisherEvents, target.Id));
            await run.LeaveAsync(target.Id);
            await run.ReceiveReceiptsAsync(100);
        }

        await run.FinishAsync();
    }

    [Fact]
    public async Task One_relay_is_behind_a_firewall_and_another_one_is_killed()
    {
        Assert.SkipWhen(FirewallRule.WhyUnusable is not null, FirewallRule.WhyUnusable ?? "");
        await using var run = await relays.RunAsync();
        var target = relays.Find(run.Primary).Endpoint;

        using (FirewallRule.DropToRelay(target.Url.Port))
        {
            await relays.All.First(relay => relay.Endpoint.Id != target.Id).KillAsync();
            Assert.Equal(CloseReason.Silent, await ChaosRun.LossAsync(run.PublisherEvents, target.Id));
            await run.ReceiveReceiptsAsync(100);
        }

        await relays.HealAsync();
        await run.FinishAsync();
    }
}
