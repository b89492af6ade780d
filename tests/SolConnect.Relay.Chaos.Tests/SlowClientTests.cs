using SolConnect.Relay.Chaos.Tests.Running;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Chaos.Tests;

/// <summary>
/// Applications that do not take their messages, and clients that stand still, while relays come and go.
/// </summary>
public sealed class SlowClientTests
{
    // Longer than a session takes for a late timer.
    private static readonly TimeSpan Sleep = TimeSpan.FromSeconds(2.5);

    [Theory]
    [InlineData(1024 * 1024)]
    [InlineData(8 * 1024)]
    public async Task A_consumer_that_pauses_gets_everything_afterwards(int bufferBytes)
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(
            new() { BufferBytes = bufferBytes, Every = TimeSpan.FromMilliseconds(1) });
        var target = fleet[run.Primary];

        run.Reader.Pause();
        await run.ReceiveReceiptsAsync(500);
        await target.Relay.KillAsync();
        await run.LeaveAsync(target.Id);
        await run.ReceiveReceiptsAsync(500);
        await target.Relay.RestartAsync(keepLog: false);
        await run.ConvergeAsync();
        await run.ReceiveReceiptsAsync(500);
        run.Reader.Resume();
        await run.CatchUpAsync();
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_consumer_that_pauses_gets_everything_from_relays_that_were_all_restarted()
    {
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { BufferBytes = 8 * 1024 });

        run.Reader.Pause();
        await run.ReceiveReceiptsAsync(500);
        await fleet.KillAllAsync();
        await run.Subscriber.WaitForStateAsync(TransportState.Offline);
        await fleet.RestartAllAsync(keepLog: true);
        await run.ConvergeAsync();
        run.Reader.Resume();
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_publisher_that_stood_still_goes_on_without_the_relay_that_died_meanwhile()
    {
        using var time = new PausableTimeProvider();
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { PublisherTime = time });
        var target = fleet[run.Primary];

        time.Pause();
        await target.Relay.KillAsync();
        await Task.Delay(Sleep, TestContext.Current.CancellationToken);
        time.Resume();
        await run.LeaveAsync(target.Id);
        await run.FlowAsync(100);
        await target.Relay.RestartAsync(keepLog: false);
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_subscriber_that_stood_still_gets_everything_although_a_relay_was_replaced_meanwhile()
    {
        using var time = new PausableTimeProvider();
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { SubscriberTime = time });
        var target = fleet[run.Primary];

        time.Pause();
        await target.Relay.RestartAsync(keepLog: false);
        await Task.Delay(Sleep, TestContext.Current.CancellationToken);
        time.Resume();
        await run.FlowAsync(100);
        await run.FinishAsync();
    }

    [Fact]
    public async Task A_publisher_that_stood_still_for_a_moment_blames_nobody()
    {
        using var time = new PausableTimeProvider();
        await using var fleet = await ProxiedFleet.StartAsync();
        await using var run = await fleet.RunAsync(new() { PublisherTime = time });

        time.Pause();
        await Task.Delay(Sleep, TestContext.Current.CancellationToken);
        time.Resume();
        await run.FlowAsync(100);
        await run.FinishAsync();

        Assert.DoesNotContain(
            run.PublisherEvents.Of<ConnectionClosedEventArgs>(),
            closed => closed.Reason is CloseReason.Silent or CloseReason.NoProgress);
    }
}
