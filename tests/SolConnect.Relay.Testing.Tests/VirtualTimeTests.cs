using System.Diagnostics;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Testing.Tests;

/// <summary>Long waits pass in no time.</summary>
[Collection(nameof(Alone))]
public sealed class VirtualTimeTests
{
    private readonly VirtualTimeProvider _clock = new();

    [Fact]
    public async Task Timers_fire_in_the_order_in_which_they_are_due()
    {
        var fired = new List<string>();
        ITimer Set(string name, int due, int period = 0) => _clock.CreateTimer(
            _ => fired.Add($"{name}@{_clock.Elapsed.TotalSeconds:0}"), null, TimeSpan.FromSeconds(due),
            period == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));
        using var late = Set("late", 30);
        using var early = Set("early", 10);
        using var again = Set("again", 5, period: 20);
        Set("never", 7).Dispose();

        await _clock.AdvanceAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(["again@5", "early@10", "again@25", "late@30"], fired);
        Assert.True(_clock.Elapsed >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_time_of_day_and_delays_follow_it()
    {
        var start = new DateTimeOffset(2027, 5, 1, 12, 0, 0, TimeSpan.FromHours(2));
        var clock = new VirtualTimeProvider(start);

        await clock.AdvanceUntilAsync(Task.Delay(TimeSpan.FromDays(3), clock), limit: TimeSpan.FromDays(4));

        Assert.InRange(
            clock.GetUtcNow() - start, TimeSpan.FromDays(3), TimeSpan.FromDays(3) + TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_task_that_does_not_end_within_the_limit_is_given_up()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => _clock.AdvanceUntilAsync(
            Task.Delay(TimeSpan.FromHours(2), _clock, TestContext.Current.CancellationToken), TimeSpan.FromMinutes(1)));

        Assert.Contains("00:01:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Left_alone_it_runs_by_itself()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(20), _clock, TestContext.Current.CancellationToken)
            .WithinPatienceAsync("a delay that nobody skips");

        Assert.True(_clock.Elapsed >= TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task A_message_timeout_of_ten_minutes_passes_in_seconds()
    {
        await using var fleet = await RelayFleet.StartAsync(2, new() { TimeProvider = _clock });
        await using var transport = await fleet.ConnectAsync(o => o.MessageTimeout = TimeSpan.FromMinutes(10));
        var started = Stopwatch.GetTimestamp();
        await fleet.KillAllAsync();

        var error = await Assert.ThrowsAsync<SendFailedException>(
            () => _clock.AdvanceUntilAsync(transport.SendTextAsync("lobby", "hi").AsTask()));

        Assert.Equal(RelayErrorCode.SendTimeout, error.Code);
        Assert.True(_clock.Elapsed >= TimeSpan.FromMinutes(10), $"Only {_clock.Elapsed} have passed.");
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_subscription_that_nobody_confirms_in_time_may_be_tried_again()
    {
        await using var fleet = await RelayFleet.StartAsync(1, new() { TimeProvider = _clock });
        await using var transport = await fleet.ConnectAsync();
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);

        var error = await Assert.ThrowsAsync<SubscriptionRefusedException>(
            () => _clock.AdvanceUntilAsync(transport.SubscribeAsync("lobby").AsTask()));
        await fleet.ReviveAllAsync();
        await using var again = await _clock.AdvanceUntilAsync(transport.SubscribeAsync("lobby").AsTask());

        Assert.Equal(RelayErrorCode.SubscribeTimeout, error.Code);
        Assert.Equal("lobby", again.Topic);
    }

    [Fact]
    public async Task A_silent_relay_is_found_out_and_nothing_is_lost()
    {
        await using var fleet = await RelayFleet.StartAsync(3, new() { TimeProvider = _clock });
        await using var transport = await fleet.ConnectAsync();
        await using var heard = await transport.SubscribeAsync("numbers");
        await transport.SendNumbersAsync("numbers", 1, 5);
        var failover = transport.NextFailoverAsync();

        fleet.PrimaryOf(transport).StopAnswering();
        await _clock.AdvanceUntilAsync(transport.SendNumbersAsync("numbers", 6, 10));
        await _clock.AdvanceUntilAsync(failover);

        Assert.Equal(Fleets.Numbers(1, 10), await heard.TakeTextsAsync(10));
    }

    [Fact]
    public async Task A_delay_costs_virtual_time_only()
    {
        await using var fleet = await RelayFleet.StartAsync(1, new() { TimeProvider = _clock });
        await using var transport = await fleet.ConnectAsync();
        fleet.Relays[0].Delay(TimeSpan.FromSeconds(2));

        var receipt = await _clock.AdvanceUntilAsync(transport.SendTextAsync("lobby", "hi").AsTask());

        Assert.True(receipt.Elapsed >= TimeSpan.FromSeconds(4), $"The receipt came after {receipt.Elapsed}.");
    }
}
