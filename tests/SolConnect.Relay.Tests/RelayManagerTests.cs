using Microsoft.Extensions.Logging;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Tests.Connections;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests;

public sealed class RelayManagerTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RelayOptions _options = ValidOptions.WithRelays("a", "b");
    private readonly List<RelayManager> _managers = [];

    public RelayManagerTests() => _options.TimeProvider = _time;

    [Fact]
    public void Before_connecting_every_relay_is_known_and_none_is_connected()
    {
        var manager = Create(FakeDialer.Hanging());

        Assert.Equal(["a", "b"], manager.GetRelays().Select(relay => relay.Endpoint.Id));
        Assert.All(manager.GetRelays(), relay => Assert.Equal(RelayState.Disconnected, relay.State));
        Assert.Empty(manager.GetConnections());
        Assert.Equal(2, manager.GetMetrics().TotalRelays);
        Assert.Equal(TransportState.Disconnected, manager.State);
    }

    [Fact]
    public async Task Sending_before_connecting_says_what_to_call()
    {
        var manager = Create(FakeDialer.Hanging());

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await manager.SendAsync("prices", default, default));

        Assert.Contains("Call ConnectAsync first", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connecting_that_takes_too_long_names_each_relay_without_what_may_be_secret()
    {
        _options.Relays[1] = new("b", new("wss://b.example/relay?key=secret"));
        var manager = Create(FakeDialer.Hanging());
        var connecting = manager.ConnectAsync(default);

        _time.Advance(_options.ConnectionTimeout);

        var error = await Assert.ThrowsAsync<RelayConnectException>(
            () => connecting.WithinPatienceAsync("connecting to give up"));
        Assert.Equal(RelayErrorCode.ConnectTimeout, error.Code);
        Assert.Contains("'a' (wss://a.example/relay)", error.Message, StringComparison.Ordinal);
        Assert.Contains("'b' (wss://b.example/relay)", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_connection_and_not_the_dialling()
    {
        using var cancelling = new CancellationTokenSource();
        var ended = 0;
        var dialer = new FakeDialer(async (_, token) =>
        {
            await using var watch = token.Register(() => Interlocked.Increment(ref ended));
            await Task.Delay(Timeout.Infinite, token);
            return new FakeWebSocket();
        });
        var manager = Create(dialer);
        var connecting = manager.ConnectAsync(cancelling.Token);
        await DialledAsync(dialer);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(0, Volatile.Read(ref ended));
        Assert.Equal(TransportState.Connecting, manager.State);
    }

    [Fact]
    public async Task A_session_starts_after_the_state_says_so_because_its_first_report_must_not_be_overwritten()
    {
        var startedEarly = false;
        var balancer = new CountingBalancer();
        _options.LoadBalancer = balancer;
        var logs = new HookedLoggerFactory(() =>
        {
            LetOthersRun();
            startedEarly |= balancer.Calls > 0;
        });
        var manager = Create(FakeDialer.Hanging(), logs);

        _ = manager.ConnectAsync(default);

        await Patience.UntilAsync(() => balancer.Calls > 0, "the first ranking");
        Assert.False(startedEarly);
    }

    [Fact]
    public async Task Relays_are_announced_once_however_often_the_transport_connects()
    {
        var announced = new List<string>();
        var manager = Create(FakeDialer.Hanging());
        manager.RelayDiscovered += (_, found) => announced.Add(found.Relay.Id);

        for (var i = 0; i < 2; i++)
        {
            var connecting = manager.ConnectAsync(default);
            await manager.DisconnectAsync(default).WithinPatienceAsync("disconnecting");
            await Assert.ThrowsAsync<InvalidOperationException>(() => connecting);
        }

        await manager.DisposeAsync().WithinPatienceAsync("the transport to be disposed");
        Assert.Equal(["a", "b"], announced);
    }

    [Fact]
    public async Task A_selection_can_be_explained_from_the_first_ranking_on()
    {
        _options.SelectionStrategy = "rendezvous";
        var manager = Create(FakeDialer.Hanging());
        Assert.Null(manager.ExplainSelection());

        _ = manager.ConnectAsync(default);
        await Patience.UntilAsync(() => manager.ExplainSelection() is not null, "the first ranking");

        var decision = manager.ExplainSelection()!;
        Assert.Equal("rendezvous", decision.Strategy);
        Assert.Equal(["a", "b"], decision.Ranking.Select(ranked => ranked.Relay.Id).Order());
        Assert.All(decision.Ranking, ranked => Assert.True(ranked.IsInSet && ranked.Score > 0));
        Assert.Contains($"'{decision.Choice}' is the strategy's pick", decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_what_is_not_connected_does_nothing()
    {
        var manager = Create(FakeDialer.Hanging());

        await manager.DisconnectAsync(default);

        Assert.Equal(TransportState.Disconnected, manager.State);
    }

    [Fact]
    public async Task After_disposal_every_call_says_so_and_snapshots_can_still_be_read()
    {
        var manager = Create(FakeDialer.Hanging());
        _ = manager.ConnectAsync(default).ContinueWith(ended => ended.Exception, TaskScheduler.Default);

        await manager.DisposeAsync().WithinPatienceAsync("the transport to be disposed");
        await manager.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => manager.ConnectAsync(default));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => manager.DisconnectAsync(default));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await manager.SendAsync("prices", default, default));
        await Assert.ThrowsAsync<ObjectDisposedException>(
            async () => await manager.SubscribeAsync("prices", options: null, default));
        Assert.Equal(2, manager.GetMetrics().TotalRelays);
        Assert.Equal(TransportState.Closed, manager.State);
    }

    [Fact]
    public async Task A_handler_does_not_see_the_context_of_whoever_created_the_transport()
    {
        var request = new AsyncLocal<string> { Value = "the request that came first" };
        var manager = Create(FakeDialer.Hanging());
        var seen = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        manager.RelayDiscovered += (_, _) => seen.TrySetResult(request.Value);

        _ = manager.ConnectAsync(default);

        Assert.Null(await seen.Task.WithinPatienceAsync("the event"));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var manager in _managers)
        {
            await _time.AdvanceUntilAsync(manager.DisposeAsync(), "the transport to be disposed");
        }
    }

    private static Task DialledAsync(FakeDialer dialer) =>
        Patience.UntilAsync(() => dialer.Dials > 0, "the first dial");

    // Whatever could have been started has its chance now; a started session cannot hide behind a busy machine.
    private static void LetOthersRun()
    {
        for (var i = 0; i < 10; i++)
        {
            using var ran = new ManualResetEventSlim();
            ThreadPool.UnsafeQueueUserWorkItem(static ran => ran.Set(), ran, preferLocal: false);
            ran.Wait();
        }
    }

    private RelayManager Create(IWebSocketDialer dialer, ILoggerFactory? logs = null)
    {
        var manager = new RelayManager(this, _options, logs ?? new RecordingLoggerFactory(), dialer);
        _managers.Add(manager);
        return manager;
    }

    private sealed class CountingBalancer : ILoadBalancer
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public string Name => "counting";

        public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
        {
            Interlocked.Increment(ref _calls);
            return 0;
        }
    }

    /// <summary>Runs something whenever the state changes to Connecting, in the middle of that change.</summary>
    private sealed class HookedLoggerFactory(Action hook) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).Contains("is Connecting", StringComparison.Ordinal))
            {
                hook();
            }
        }

        public void Dispose()
        {
        }
    }
}
