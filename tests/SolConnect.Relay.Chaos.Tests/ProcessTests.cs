using SolConnect.Relay.Chaos.Tests.Processes;
using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Processes;

namespace SolConnect.Relay.Chaos.Tests;

/// <summary>Relays in processes of their own, and what an operating system can do to them.</summary>
public sealed class ProcessTests(RelayProcesses relays) : IClassFixture<RelayProcesses>
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_killed_primary_is_replaced(int? requiredAcks)
    {
        await using var run = await relays.RunAsync(new() { RequiredAcks = requiredAcks, MayLose = requiredAcks == 1 });
        var target = relays.Find(run.Primary);

        await target.KillAsync();
        Assert.Equal(CloseReason.Reset, await ChaosRun.LossAsync(run.PublisherEvents, target.Endpoint.Id));
        await run.LeaveAsync(target.Endpoint.Id);
        await run.ReceiveReceiptsAsync(100);
        await relays.HealAsync();
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_killed_standby_is_no_failover()
    {
        await using var run = await relays.RunAsync();
        var primary = run.Primary;

        var target = relays.All.First(relay => relay.Endpoint.Id != primary);
        await target.KillAsync();
        await ChaosRun.LossAsync(run.PublisherEvents, target.Endpoint.Id);
        await run.FlowAsync(100);
        await relays.HealAsync();
        await run.FinishAsync();

        Assert.DoesNotContain(
            run.PublisherEvents.Of<FailoverCompletedEventArgs>(), moved => moved.OldRelay.Id == target.Endpoint.Id);
    }

    [Fact]
    public async Task Every_relay_is_killed_and_started_anew_in_turn()
    {
        await using var run = await relays.RunAsync();

        foreach (var relay in relays.All)
        {
            await relay.KillAsync();
            await relay.RestartAsync();
            await run.ConvergeAsync();
            await run.ReceiveReceiptsAsync(100);
            await run.CatchUpAsync();
        }

        await run.FinishAsync();
    }

    [Fact]
    public async Task A_primary_that_is_asked_to_end_is_left_before_it_does()
    {
        await using var run = await relays.RunAsync();
        var target = relays.Find(run.Primary);

        var ending = target.TerminateAsync();
        var moved = await run.PublisherEvents.WaitForAsync<FailoverCompletedEventArgs>(
            moved => moved.OldRelay.Id == target.Endpoint.Id);
        await run.FlowAsync(100);
        await ending;
        await relays.HealAsync();
        await run.FinishAsync();

        Assert.Equal(FailoverReason.GoAway, moved.Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task A_stopped_primary_is_given_up_and_used_again_when_it_goes_on(int? requiredAcks)
    {
        await using var run = await relays.RunAsync(new() { RequiredAcks = requiredAcks });
        var target = relays.Find(run.Primary);

        target.Freeze();
        Assert.Equal(CloseReason.Silent, await ChaosRun.LossAsync(run.PublisherEvents, target.Endpoint.Id));
        await run.LeaveAsync(target.Endpoint.Id);
        await run.ReceiveReceiptsAsync(100);
        target.Thaw();
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_primary_that_stops_for_a_moment_costs_nothing()
    {
        await using var run = await relays.RunAsync();
        var target = relays.Find(run.Primary);

        target.Freeze();
        await run.PublisherEvents.WaitForAsync<RelayHealthChangedEventArgs>(
            change => change.Relay.Id == target.Endpoint.Id);
        target.Thaw();
        await run.FlowAsync(100);
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_stopped_primary_is_killed()
    {
        await using var run = await relays.RunAsync();
        var target = relays.Find(run.Primary);

        target.Freeze();
        Assert.Equal(CloseReason.Silent, await ChaosRun.LossAsync(run.PublisherEvents, target.Endpoint.Id));
        await target.KillAsync();
        await run.FlowAsync(100);
        await relays.HealAsync();
        await run.FinishAsync();
    }

    [Fact]
    public async Task One_relay_is_stopped_and_another_one_killed()
    {
        await using var run = await relays.RunAsync();
        var stopped = relays.Find(run.Primary);
        var killed = relays.All.First(relay => relay != stopped);

        stopped.Freeze();
        await killed.KillAsync();
        Assert.Equal(CloseReason.Silent, await ChaosRun.LossAsync(run.PublisherEvents, stopped.Endpoint.Id));
        await run.ReceiveReceiptsAsync(100);
        await relays.HealAsync();
        await run.FinishAsync();
    }

    [Fact]
    public async Task All_relays_are_killed_and_started_anew()
    {
        await using var run = await relays.RunAsync(new() { MayLose = true });

        await Task.WhenAll(relays.All.Select(relay => relay.KillAsync()));
        await run.Publisher.WaitForStateAsync(TransportState.Offline);
        await run.PublishAsync(200);
        await relays.HealAsync();
        await run.FinishAsync();
    }

    [Fact]
    public async Task All_relays_are_stopped_and_go_on()
    {
        await using var run = await relays.RunAsync();

        foreach (var relay in relays.All)
        {
            relay.Freeze();
        }

        await run.Publisher.WaitForStateAsync(TransportState.Degraded);
        await run.PublishAsync(700);
        await relays.HealAsync();
        await run.FinishAsync();
    }
}
