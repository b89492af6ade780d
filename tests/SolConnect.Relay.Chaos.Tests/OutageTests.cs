using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.TestKit;
using SolConnect.Relay.TestKit.Faults;

namespace SolConnect.Relay.Chaos.Tests;

/// <summary>Relays that die and come back, with their logs or empty, one at a time, several, or all.</summary>
public sealed class OutageTests
{
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public async Task A_primary_dies_and_returns(bool keepsLog, int? requiredAcks)
    {
        await using var fleet = await ProxiedFleet.StartAsync();

        // What only one log had is gone with it, and is told.
        await using var run = await fleet.RunAsync(
            new() { RequiredAcks = requiredAcks, MayLose = requiredAcks == 1 && !keepsLog });
        var target = fleet[run.Primary];

        await target.Relay.KillAsync();
        Assert.Equal(CloseReason.Reset, await ChaosRun.LossAsync(run.PublisherEvents, target.Id));
        await run.LeaveAsync(target.Id);
        await run.ReceiveReceiptsAsync(100);
        await target.Relay.RestartAsync(keepsLog);
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_primary_leaves_in_good_order_and_returns_empty()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();
        var target = fleet[run.Primary];

        await target.Relay.StopAsync(TestContext.Current.CancellationToken);
        var moved = await run.PublisherEvents.WaitForAsync<FailoverCompletedEventArgs>(
            moved => moved.OldRelay.Id == target.Id);
        await run.FlowAsync(100);
        await target.Relay.RestartAsync(keepLog: false);
        await run.FinishAsync();

        Assert.Equal(FailoverReason.GoAway, moved.Reason);
    }

    [Fact]
    public async Task Every_relay_is_replaced_by_an_empty_one_in_turn()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();

        foreach (var relay in fleet.Relays)
        {
            await relay.Relay.RestartAsync(keepLog: false);
            await run.ConvergeAsync();
            await run.ReceiveReceiptsAsync(100);
            await run.CatchUpAsync();
        }

        await run.FinishAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_relay_dies_while_the_first_is_gone(bool keepsLog)
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { MayLose = !keepsLog });

        var first = fleet[run.Primary];
        await first.Relay.KillAsync();
        await run.LeaveAsync(first.Id);
        await run.FlowAsync(50);
        var second = fleet[run.Primary];
        await second.Relay.KillAsync();
        await run.LeaveAsync(second.Id);
        await run.ReceiveReceiptsAsync(50);
        await first.Relay.RestartAsync(keepsLog);
        await second.Relay.RestartAsync(keepsLog);
        await run.FinishAsync();
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, 1)]
    public async Task All_relays_go_down_and_come_up(bool keepLogs, int? requiredAcks)
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { MayLose = !keepLogs, RequiredAcks = requiredAcks });

        await fleet.KillAllAsync();
        await run.Publisher.WaitForStateAsync(TransportState.Offline);
        await run.Subscriber.WaitForStateAsync(TransportState.Offline);
        await run.PublishAsync(200);
        await fleet.RestartAllAsync(keepLogs);
        await run.FinishAsync();
    }

    [Fact]
    public async Task Two_required_acks_wait_for_a_second_relay()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { RequiredAcks = 2 });

        foreach (var relay in fleet.Relays.Take(2))
        {
            await relay.Relay.KillAsync();
            await ChaosRun.LossAsync(run.PublisherEvents, relay.Id);
        }

        var first = run.History.Published;
        await run.PublishAsync(200);
        Assert.InRange(run.History.LastReceipted, 0, first - 1);
        await fleet.Relays[0].Relay.RestartAsync(keepLog: true);
        await fleet.Relays[1].Relay.RestartAsync(keepLog: true);
        await run.FinishAsync();
    }

    [Fact]
    public async Task Each_client_loses_another_relay_at_the_same_time()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();

        for (var round = 0; round < 3; round++)
        {
            fleet.Relays[round].ForPublisher.ResetAll();
            fleet.Relays[(round + 1) % 3].ForSubscriber.ResetAll();
            await run.ConvergeAsync();
            await run.FlowAsync(50);
        }

        await run.FinishAsync();
    }

    [Fact]
    public async Task A_relay_falls_silent_and_another_one_dies()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();
        var silent = fleet[run.Primary];

        await silent.ForPublisher.FromRelay.Set(new BlackholeFault()).Struck.WithinPatienceAsync("the blackhole");
        var dying = fleet.Relays.First(relay => relay != silent);
        await dying.Relay.KillAsync();
        Assert.Equal(CloseReason.Silent, await ChaosRun.LossAsync(run.PublisherEvents, silent.Id));
        await run.ReceiveReceiptsAsync(100);
        silent.Heal();
        await dying.Relay.RestartAsync(keepLog: false);
        await run.FinishAsync();
    }

    [Fact]
    public async Task Acks_of_one_relay_are_lost_while_another_one_is_replaced()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();
        var (mute, other) = (fleet[run.Primary], fleet.Relays.First(relay => relay.Id != run.Primary));

        await mute.ForPublisher.FromRelay.Set(AckFault.Drop()).Struck.WithinPatienceAsync("a lost ack");
        await other.Relay.RestartAsync(keepLog: false);
        Assert.Equal(CloseReason.NoProgress, await ChaosRun.LossAsync(run.PublisherEvents, mute.Id));
        await run.FlowAsync(50);
        mute.Heal();
        await run.FinishAsync();
    }

    [Fact]
    public async Task The_publishers_own_network_is_gone_for_a_while()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();

        StallPublisher(fleet);
        await run.Publisher.WaitForStateAsync(TransportState.Degraded);
        await run.PublishAsync(700);
        foreach (var relay in fleet.Relays)
        {
            relay.Heal();
        }

        await run.FinishAsync();
    }

    [Fact]
    public async Task Relays_that_come_back_one_after_another_are_not_blamed_for_the_publishers_own_network()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();

        StallPublisher(fleet);

        // TCP tries again on each connection in its own time, so one path carries answers before the others do.
        await run.Publisher.WaitForStateAsync(TransportState.Degraded);
        await run.PublishAsync(700);
        fleet.Relays[0].Heal();
        await run.PublisherEvents.WaitForAsync<RelayHealthChangedEventArgs>(
            change => change.Relay.Id == fleet.Relays[0].Id && change.IsHealthy);
        fleet.Relays[1].Heal();
        fleet.Relays[2].Heal();
        await run.FinishAsync();

        Assert.DoesNotContain(
            run.PublisherEvents.Of<ConnectionClosedEventArgs>(), closed => closed.Reason == CloseReason.Silent);
    }

    [Fact]
    public async Task A_slow_relay_is_left_and_used_again_when_it_has_recovered()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync();
        var slow = fleet[run.Primary].ForPublisher;

        await slow.ToRelay.Set(new ThrottleFault(bytesPerSecond: 2_000)).Struck.WithinPatienceAsync("the slow relay");
        await run.PublisherEvents.WaitForAsync<RelayHealthChangedEventArgs>(
            change => change.Relay.Id == slow.Endpoint.Id);
        await run.FlowAsync(500);
        slow.Heal();
        await run.FinishAsync();
    }

    private static void StallPublisher(ProxiedFleet fleet)
    {
        foreach (var proxy in fleet.Relays.Select(relay => relay.ForPublisher))
        {
            proxy.ToRelay.Set(new StallFault());
            proxy.FromRelay.Set(new StallFault());
        }
    }
}
