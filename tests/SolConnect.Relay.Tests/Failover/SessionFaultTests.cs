using Microsoft.Extensions.Logging;
using SolConnect.Relay.Tests.Connections;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Failover;

/// <summary>A defect inside the loop must reach everybody who waits, and nobody may wait for ever.</summary>
public sealed class SessionFaultTests : IAsyncDisposable
{
    private static readonly InvalidOperationException Defect = new("a defect");

    private readonly ManualTimeProvider _time = new();
    private RelayManager? _manager;

    [Fact]
    public async Task A_step_that_throws_fails_every_send_and_every_later_call_with_the_cause()
    {
        using var logs = new RecordingLoggerFactory();
        var manager = Create(logs);
        var connecting = manager.ConnectAsync(default);
        using var bait = SendBait(manager);
        var sending = Enumerable.Range(0, 2).Select(_ => SendAsync(manager)).ToList();

        await BreakLoopAsync(bait);

        foreach (var one in sending)
        {
            var error = await Assert.ThrowsAsync<TransportFaultedException>(() => one);
            Assert.Same(Defect, error.InnerException);
            Assert.Equal(DeliveryStatus.NotSent, error.Delivery);
        }

        await Assert.ThrowsAsync<TransportFaultedException>(() => connecting);
        await Assert.ThrowsAsync<TransportFaultedException>(
            async () => await manager.SendAsync("prices", default, default));
        Assert.Equal(TransportState.Faulted, manager.State);
        Assert.Contains(logs.Entries, entry => entry is { Level: LogLevel.Error, Id.Id: 101 });
    }

    [Fact]
    public async Task A_step_that_throws_fails_a_subscription_that_nobody_has_confirmed()
    {
        using var logs = new RecordingLoggerFactory();
        var manager = Create(logs);
        var connecting = manager.ConnectAsync(default);
        var subscribing = manager.SubscribeAsync("prices", options: null, default).AsTask()
            .WithinPatienceAsync("the outcome of subscribing");
        using var bait = SendBait(manager);
        var sending = SendAsync(manager);

        await BreakLoopAsync(bait);

        var error = await Assert.ThrowsAsync<TransportFaultedException>(() => subscribing);
        Assert.Same(Defect, error.InnerException);
        await Assert.ThrowsAsync<TransportFaultedException>(() => sending);
        await Assert.ThrowsAsync<TransportFaultedException>(() => connecting);
    }

    [Fact]
    public async Task A_logger_that_throws_does_not_keep_the_outcome_from_anybody()
    {
        using var logs = new ThrowingLoggerFactory();
        var manager = Create(logs);
        var connecting = manager.ConnectAsync(default);
        using var bait = SendBait(manager);
        var sending = SendAsync(manager);

        await BreakLoopAsync(bait);

        var error = await Assert.ThrowsAsync<TransportFaultedException>(() => sending);
        Assert.Same(Defect, error.InnerException);
        await Assert.ThrowsAsync<TransportFaultedException>(() => connecting);
    }

    public async ValueTask DisposeAsync()
    {
        if (_manager is not null)
        {
            await _time.AdvanceUntilAsync(_manager.DisposeAsync(), "the transport to be disposed");
        }
    }

    private static async Task<DeliveryReceipt> SendAsync(RelayManager manager) =>
        await manager.SendAsync("prices", new byte[1], default).AsTask().WithinPatienceAsync("the outcome of a send");

    // The loop sets its timer anew, and breaks there, when the oldest send is taken away, which has the next deadline,
    // or when it comes to a deadline before that one, whichever it has by then.
    private CancellationTokenSource SendBait(RelayManager manager)
    {
        var cancelling = new CancellationTokenSource();
        _ = manager.SendAsync("prices", new byte[1], cancelling.Token).AsTask()
            .ContinueWith(static ended => ended.Exception, TaskScheduler.Default);
        _time.Advance(TimeSpan.FromSeconds(1));
        return cancelling;
    }

    private async Task BreakLoopAsync(CancellationTokenSource bait)
    {
        _time.BreakNextTimer(Defect);
        await bait.CancelAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    private RelayManager Create(ILoggerFactory logs)
    {
        var options = ValidOptions.WithRelays("a");
        options.TimeProvider = _time;
        (options.ConnectionTimeout, options.MessageTimeout) = (TimeSpan.FromMinutes(2), TimeSpan.FromHours(1));
        return _manager = new(this, options, logs, FakeDialer.Hanging());
    }
}
