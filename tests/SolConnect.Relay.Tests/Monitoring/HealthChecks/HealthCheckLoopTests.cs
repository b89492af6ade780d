using System.Net.WebSockets;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Monitoring.HealthChecks;
using SolConnect.Relay.Tests.Connections;
using static SolConnect.Relay.Tests.Monitoring.RelayViewSamples;

namespace SolConnect.Relay.Tests.Monitoring.HealthChecks;

public sealed class HealthCheckLoopTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SessionClock _clock;
    private readonly ConnectionMonitor _monitor;
    private readonly SessionInbox _inbox = new(outboxCapacity: 1, maxSubscriptions: 1, relays: 100);
    private HealthCheckLoop? _loop;
    private Task _running = Task.CompletedTask;

    public HealthCheckLoopTests()
    {
        _clock = new(_time);
        _monitor = new(new SessionCounters(), () => _clock.Now);
    }

    [Fact]
    public async Task Only_relays_that_nobody_dials_are_checked_and_the_session_hears_of_it()
    {
        var dialer = FakeDialer.Throwing(Refused());
        _monitor.Update([Open("a"), Failing("b", 1), Outside("x"), Outside("y")]);
        Start(dialer);

        await Patience.UntilAsync(() => dialer.Dials == 2, "two checks");
        await _inbox.WaitAsync().AsTask().WithinPatienceAsync("the session to be woken");
        await Patience.UntilAsync(() => Update().Count(relay => relay.SinceLastCheck is not null) == 2, "both results");

        Assert.Equal(["x", "y"], Update().Where(relay => relay.SinceLastCheck is not null).Select(relay => relay.Endpoint.Id));
        Assert.Equal(2, dialer.Dials);
    }

    [Fact]
    public async Task Each_is_checked_again_after_an_interval_and_not_sooner()
    {
        var (start, times) = (_clock.Now, new List<Instant>());
        var dialer = new FakeDialer((_, _) =>
        {
            lock (times)
            {
                times.Add(_clock.Now);
            }

            return Task.FromException<WebSocket>(Refused());
        });
        _monitor.Update([Outside("x")]);
        Start(dialer);

        await Patience.UntilAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return dialer.Dials >= 4;
            },
            "four checks");

        lock (times)
        {
            // A dial may be noted later than it was due, and the next one not, so they are not compared with each other.
            Assert.All(times.Index(), dial => Assert.True(dial.Item - start >= dial.Index * TimeSpan.FromSeconds(8)));
        }
    }

    [Fact]
    public async Task At_most_four_are_under_way_at_a_time()
    {
        var (now, most) = (0, 0);
        using var go = new SemaphoreSlim(0);
        var entered = 0;
        var dialer = new FakeDialer(async (_, cancel) =>
        {
            lock (go)
            {
                most = Math.Max(most, ++now);
                entered++;
            }

            await go.WaitAsync(cancel);
            lock (go)
            {
                now--;
            }

            throw Refused();
        });
        _monitor.Update([.. Enumerable.Range(0, 20).Select(index => Outside($"x{index}"))]);
        Start(dialer);

        await Patience.UntilAsync(() => Volatile.Read(ref entered) == HealthCheckLoop.MaxParallel, "four checks");
        go.Release(20);
        await Patience.UntilAsync(() => Volatile.Read(ref entered) == 20, "all checks");

        Assert.Equal(HealthCheckLoop.MaxParallel, most);
    }

    [Fact]
    public async Task A_relay_that_joins_the_list_is_checked_too()
    {
        var dialer = FakeDialer.Throwing(Refused());
        _monitor.Update([Open("a")]);
        Start(dialer);

        _monitor.Update([Open("a"), Outside("x")]);
        _loop!.Look();

        await Patience.UntilAsync(() => dialer.Dials == 1, "the check of the newcomer");
    }

    [Fact]
    public async Task A_dialer_that_throws_what_it_should_not_ends_no_other_check()
    {
        var dialer = FakeDialer.Throwing(new InvalidCastException("a defect"));
        _monitor.Update([Outside("x"), Outside("y")]);
        Start(dialer);

        await Patience.UntilAsync(() => Update().All(relay => relay.SinceLastCheck is not null), "both results");

        Assert.All(Update(), relay => Assert.Contains("InvalidCastException", relay.LastCloseDetail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asked_to_it_checks_every_relay_and_tells_the_monitor_of_those_that_nobody_dials()
    {
        var dialer = FakeDialer.Throwing(Refused());
        _monitor.Update([Open("a"), Failing("b", 1), Outside("x")]);
        Create(dialer);

        var results = await _loop!.CheckNowAsync(CancellationToken.None);

        Assert.Equal(["a", "b", "x"], results.Select(result => result.Relay.Id));
        Assert.All(results, result => Assert.Equal(new(CloseReason.Unreachable, "refused"), result.Failure));
        Assert.Equal(["x"], Update().Where(relay => relay.SinceLastCheck is not null).Select(relay => relay.Endpoint.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_asked_for_is_cut_by_the_caller_and_by_the_end(bool byCaller)
    {
        var dialer = FakeDialer.Hanging();
        _monitor.Update([Open("a")]);
        Create(dialer);
        using var caller = new CancellationTokenSource();
        var checking = _loop!.CheckNowAsync(caller.Token);
        await Patience.UntilAsync(() => dialer.Dials == 1, "the check");

        await (byCaller ? caller.CancelAsync() : _loop.StopAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checking.WithinPatienceAsync("the end of the check"));
    }

    [Fact]
    public async Task Stopping_cuts_what_is_under_way()
    {
        var dialer = FakeDialer.Hanging();
        _monitor.Update([Outside("x")]);
        Start(dialer);
        await Patience.UntilAsync(() => dialer.Dials == 1, "the check");

        await _loop!.StopAsync();

        await _running.WithinPatienceAsync("the loop to end");
    }

    public async ValueTask DisposeAsync()
    {
        if (_loop is not null)
        {
            await _loop.StopAsync();
        }

        await _running.WithinPatienceAsync("the loop to end");
    }

    private static ConnectFailedException Refused() => new(new(CloseReason.Unreachable, "refused"));

    private void Create(IWebSocketDialer dialer) => _loop = new(
        new(dialer, "", TimeSpan.FromSeconds(2), _time), _monitor, _inbox, new(TimeSpan.FromSeconds(10), () => 0), _clock);

    private void Start(IWebSocketDialer dialer)
    {
        Create(dialer);
        _running = Task.Run(_loop!.RunAsync);
    }

    private IReadOnlyList<RelayInfo> Update()
    {
        _monitor.Update([.. _monitor.Relays.Select(relay => relay.View)]);
        return _monitor.GetRelays();
    }
}
