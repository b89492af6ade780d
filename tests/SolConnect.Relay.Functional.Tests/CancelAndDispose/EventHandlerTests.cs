using Microsoft.Extensions.Logging;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.CancelAndDispose;

/// <summary>Event handlers are user code: whatever they do, messages flow.</summary>
public sealed class EventHandlerTests
{
    [Fact]
    public async Task A_handler_that_throws_is_logged_and_hurts_nobody()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        var logs = new RecordingLoggerFactory();
        await using var transport = await fleet.ConnectAsync(loggerFactory: logs);
        transport.Manager.FailoverStarted += (_, _) => throw new InvalidOperationException("a bug of the application");
        var events = new EventRecorder(transport);

        await fleet.PrimaryOf(transport).KillAsync();
        await events.WaitForAsync<FailoverStartedEventArgs>();
        await events.WaitForAsync<FailoverCompletedEventArgs>();

        Assert.Equal(2, (await transport.SendTextAsync("topic", "text")).Acks);
        Assert.Single(logs.Entries, entry =>
            entry.Level == LogLevel.Error && entry.Text.Contains("FailoverStarted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_blocks_delays_later_events_and_no_message()
    {
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        transport.Manager.FailoverStarted += (_, _) =>
        {
            entered.TrySetResult();
            release.Wait(Patience.Limit);
        };
        var events = new EventRecorder(transport);
        await using var subscription = await transport.SubscribeAsync("topic");

        await fleet.PrimaryOf(transport).KillAsync();
        await entered.Task.WithinPatienceAsync("the handler");
        await transport.SendTextAsync("topic", "meanwhile");

        Assert.Equal(["meanwhile"], await subscription.TakeTextsAsync(1));
        Assert.Empty(events.Of<FailoverCompletedEventArgs>());
        release.Set();
        await events.WaitForAsync<FailoverCompletedEventArgs>();
    }

    [Fact]
    public async Task Disposing_does_not_wait_for_ever_for_a_handler_that_blocks()
    {
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fleet = await RelayFleet.StartAsync(2);
        var transport = await fleet.ConnectAsync(options => options.DrainTimeout = TimeSpan.FromMilliseconds(200));
        transport.Manager.FailoverStarted += (_, _) =>
        {
            entered.TrySetResult();
            release.Wait(Patience.Limit);
        };
        await fleet.PrimaryOf(transport).KillAsync();
        await entered.Task.WithinPatienceAsync("the handler");

        await transport.DisposeAsync().AsTask().WithinPatienceAsync("DisposeAsync");

        Assert.False(release.IsSet);
        release.Set();
    }

    [Fact]
    public async Task A_handler_may_send_and_dispose()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        var transport = await fleet.ConnectAsync();
        var done = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task ReactAsync()
        {
            var receipt = await transport.SendTextAsync("alarm", "failover");
            await transport.DisposeAsync();
            done.SetResult(receipt.Acks);
        }

        transport.Manager.FailoverStarted += (_, _) => _ = ReactAsync();
        await fleet.PrimaryOf(transport).KillAsync();

        Assert.Equal(2, await done.Task.WithinPatienceAsync("the handler"));
        Assert.Equal(TransportState.Closed, transport.State);
    }
}
