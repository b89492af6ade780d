using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using SolConnect.Relay.DependencyInjection;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.DependencyInjection;

public sealed class ConnectOnStartTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLoggerFactory _logs = new();
    private readonly IMessageTransport _transport = Substitute.For<IMessageTransport>();

    [Fact]
    public async Task The_host_connects_the_transports_whose_options_say_so()
    {
        await using var provider = Services(connect: true)
            .AddSolConnectRelay("quiet", options => options.Relays.Add(ValidOptions.Relay("b")))
            .BuildServiceProvider();

        await StartAsync(provider);

        await _transport.Received(1).ConnectAsync(Arg.Any<CancellationToken>());
        Assert.Equal(
            TransportState.Disconnected, provider.GetRequiredKeyedService<RelayWebSocketTransport>("quiet").State);
    }

    [Fact]
    public async Task Without_the_option_nothing_is_connected()
    {
        await using var provider = Services(connect: false).BuildServiceProvider();

        await StartAsync(provider);

        await _transport.DidNotReceive().ConnectAsync(Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task A_host_without_a_relay_starts_all_the_same_and_says_so()
    {
        _transport.ConnectAsync(Arg.Any<CancellationToken>())
            .ThrowsAsync(new RelayConnectException(RelayErrorCode.ConnectTimeout, "No relay answered."));
        _transport.State.Returns(TransportState.Connecting);
        await using var provider = Services(connect: true).BuildServiceProvider();

        await StartAsync(provider);
        _time.Advance(TimeSpan.FromMinutes(1));
        await StopAsync(provider);

        await _transport.Received(1).ConnectAsync(Arg.Any<CancellationToken>()); // It dials on by itself.
        var line = Assert.Single(_logs.Entries);
        Assert.Equal((LogLevel.Warning, "The host starts without a relay. No relay answered."), (line.Level, line.Text));
    }

    [Fact]
    public async Task Where_no_directory_names_a_relay_connecting_is_tried_again_until_the_host_stops()
    {
        _transport.ConnectAsync(Arg.Any<CancellationToken>())
            .ThrowsAsync(new RelayConnectException(RelayErrorCode.ConnectTimeout, "No directory named a relay."));
        _transport.State.Returns(TransportState.Disconnected);
        await using var provider = Services(connect: true).BuildServiceProvider();

        await StartAsync(provider);
        await Patience.UntilAsync(
            () =>
            {
                _time.Advance(TransportStarter.Pause);
                return _transport.ReceivedCalls().Count(call => call.GetMethodInfo().Name == "ConnectAsync") >= 3;
            },
            "the third attempt");
        await StopAsync(provider);

        Assert.Single(_logs.Entries);
    }

    [Fact]
    public async Task A_host_whose_start_is_cancelled_is_not_kept()
    {
        using var cancelling = new CancellationTokenSource();
        _transport.ConnectAsync(Arg.Any<CancellationToken>())
            .Returns(call => Task.Delay(Timeout.Infinite, call.Arg<CancellationToken>()));
        await using var provider = Services(connect: true).BuildServiceProvider();
        var starting = provider.GetServices<IHostedService>().Single().StartAsync(cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.WithinPatienceAsync("the start to end"));
    }

    public void Dispose() => _logs.Dispose();

    private IServiceCollection Services(bool connect) => new ServiceCollection()
        .AddSingleton<ILoggerFactory>(_logs)
        .AddSingleton(_transport)
        .AddSolConnectRelay(options =>
        {
            options.Relays.Add(ValidOptions.Relay("a"));
            options.TimeProvider = _time;
            options.ConnectOnStart = connect;
        });

    private static async Task StartAsync(IServiceProvider provider)
    {
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(default).WithinPatienceAsync("the host to start");
        }
    }

    private static async Task StopAsync(IServiceProvider provider)
    {
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StopAsync(default).WithinPatienceAsync("the host to stop");
        }
    }
}
