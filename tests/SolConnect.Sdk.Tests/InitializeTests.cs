using NSubstitute;

namespace SolConnect.Tests;

public sealed class InitializeTests : IAsyncDisposable
{
    private readonly SolConnectSDK _sdk = new();
    private readonly IMessageTransport _transport = TestTransport.Create();

    public ValueTask DisposeAsync() => _sdk.DisposeAsync();

    [Fact]
    public async Task A_given_transport_is_connected_and_used()
    {
        await _sdk.InitializeAsync(_transport);

        await _transport.Received(1).ConnectAsync(Arg.Any<CancellationToken>());
        Assert.Same(_transport, _sdk.Transport);
    }

    [Fact]
    public async Task A_given_transport_is_not_disposed()
    {
        await _sdk.InitializeAsync(_transport);

        await _sdk.DisposeAsync();

        await _transport.DidNotReceive().DisposeAsync();
    }

    [Fact]
    public async Task An_own_transport_is_disposed()
    {
        var options = new RelayOptions { ConnectionTimeout = TimeSpan.FromMilliseconds(100) };
        options.Relays.Add(new("nobody", new Uri("ws://127.0.0.1:9/relay")));
        await Assert.ThrowsAsync<RelayConnectException>(() => _sdk.InitializeAsync(options));
        var transport = _sdk.Transport;

        await _sdk.DisposeAsync();

        Assert.Equal(TransportState.Closed, transport.State);
    }

    [Fact]
    public async Task The_default_transport_is_the_one_over_relays_and_can_be_used_while_none_is_reached()
    {
        var options = new RelayOptions { ConnectionTimeout = TimeSpan.FromMilliseconds(100) };
        options.Relays.Add(new("nobody", new Uri("ws://127.0.0.1:9/relay")));

        await Assert.ThrowsAsync<RelayConnectException>(() => _sdk.InitializeAsync(options));
        await Assert.ThrowsAsync<RelayConnectException>(() => _sdk.InitializeAsync());

        Assert.IsType<RelayWebSocketTransport>(_sdk.Transport);
    }

    [Fact]
    public async Task Calls_at_the_same_time_share_one_connection()
    {
        var connected = new TaskCompletionSource();
        _transport.ConnectAsync(Arg.Any<CancellationToken>()).Returns(connected.Task);
        var first = _sdk.InitializeAsync(_transport);
        var others = Enumerable.Range(0, 10).Select(_ => _sdk.InitializeAsync()).ToList();

        Assert.DoesNotContain(others.Append(first), call => call.IsCompleted);
        connected.SetResult();

        await Task.WhenAll(others.Append(first)).WithinPatienceAsync("all calls");
        await _transport.Received(1).ConnectAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_second_call_without_arguments_does_nothing()
    {
        await _sdk.InitializeAsync(_transport);

        await _sdk.InitializeAsync();

        await _transport.Received(1).ConnectAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_second_call_with_another_transport_is_refused_and_changes_nothing()
    {
        await _sdk.InitializeAsync(_transport);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => _sdk.InitializeAsync(TestTransport.Create()));

        Assert.Contains("has a transport already", error.Message, StringComparison.Ordinal);
        Assert.Same(_transport, _sdk.Transport);
    }

    [Fact]
    public async Task After_an_error_that_will_not_pass_it_may_be_initialized_anew()
    {
        _transport.ConnectAsync(Arg.Any<CancellationToken>()).Returns(Task.FromException(new NotSupportedException()));
        await Assert.ThrowsAsync<NotSupportedException>(() => _sdk.InitializeAsync(_transport));

        var other = TestTransport.Create();
        await _sdk.InitializeAsync(other);

        Assert.Same(other, _sdk.Transport);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_of_one_caller_only()
    {
        var connected = new TaskCompletionSource();
        _transport.ConnectAsync(Arg.Any<CancellationToken>()).Returns(connected.Task);
        using var cancel = new CancellationTokenSource();
        var impatient = _sdk.InitializeAsync(_transport, cancel.Token);
        var patient = _sdk.InitializeAsync();

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        connected.SetResult();

        await patient.WithinPatienceAsync("the other caller");
    }

    [Fact]
    public async Task Disposing_ends_an_initialization_under_way()
    {
        _transport.ConnectAsync(Arg.Any<CancellationToken>()).Returns(new TaskCompletionSource().Task);
        var initialization = _sdk.InitializeAsync(_transport);

        await _sdk.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => initialization);
    }

    [Fact]
    public async Task After_dispose_everything_says_so()
    {
        await _sdk.InitializeAsync(_transport);
        await _sdk.DisposeAsync();
        await _sdk.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => _sdk.InitializeAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _sdk.InitializeAsync(_transport));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await _sdk.SendMessageAsync("lobby", "hi"));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await _sdk.SubscribeAsync("lobby"));
        Assert.Throws<ObjectDisposedException>(() => _sdk.Transport);
    }

    [Fact]
    public async Task Before_it_is_initialized_it_says_what_to_call()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await _sdk.SendMessageAsync("lobby", "hi"));

        Assert.Contains("InitializeAsync", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => _sdk.Transport);
    }

    [Fact]
    public async Task Options_without_a_relay_are_told_what_to_set()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _sdk.InitializeAsync(new RelayOptions()));

        Assert.Contains("SOLCONNECT__RELAYS__0__URL", error.Message, StringComparison.Ordinal);
        Assert.IsType<RelayOptionsException>(error.InnerException);
    }
}
