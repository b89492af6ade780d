using System.Net.WebSockets;
using SolConnect.Relay.Connections;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Monitoring.HealthChecks;
using SolConnect.Relay.Tests.Connections;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Monitoring.HealthChecks;

public sealed class RelayProbeTests : IDisposable
{
    private static readonly RelayEndpoint Relay = ValidOptions.Relay("x");

    private readonly ManualTimeProvider _time = new();
    private readonly FakeWebSocket _socket = new();

    [Fact]
    public async Task A_relay_that_says_Welcome_is_up_and_tells_its_load()
    {
        var checking = CheckAsync(FakeDialer.Opening(_socket));
        await _socket.Sent.Reader.ReadAsync();
        _time.Advance(TimeSpan.FromMilliseconds(30));

        _socket.Push(Bytes(Welcome));

        var result = await checking.WithinPatienceAsync("the check");
        Assert.Null(result.Failure);
        Assert.Equal((TimeSpan.FromMilliseconds(30), 250), (result.RoundTrip, result.LoadPerMille));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await _socket.OutputClosed.Task);
    }

    [Fact]
    public async Task It_introduces_itself_as_nobody_so_that_it_disturbs_nobody()
    {
        _ = CheckAsync(FakeDialer.Opening(_socket));

        Assert.True(TryReadHello(await _socket.Sent.Reader.ReadAsync(), out var hello));
        var other = new FakeWebSocket();
        _ = CheckAsync(FakeDialer.Opening(other));
        Assert.True(TryReadHello(await other.Sent.Reader.ReadAsync(), out var second));

        Assert.Equal((0UL, "me"), (hello.SetHash, hello.ClientName));
        Assert.NotEqual(hello.Producer, second.Producer);
        _socket.Abort();
        other.Abort();
    }

    [Fact]
    public async Task A_dial_that_fails_is_what_the_check_found()
    {
        var end = new ConnectionEnd(CloseReason.Unreachable, "TCP cannot connect.");

        var result = await CheckAsync(FakeDialer.Throwing(new ConnectFailedException(end)));

        Assert.Equal((end, null), (result.Failure, result.RoundTrip));
    }

    [Theory]
    [InlineData(nameof(ErrorCode.Forbidden), CloseReason.Forbidden)]
    [InlineData(nameof(ErrorCode.Unauthorized), CloseReason.Unauthorized)]
    [InlineData(nameof(ErrorCode.Overloaded), CloseReason.RefusedByRelay)]
    public async Task A_relay_that_answers_with_an_error_is_not_up(string code, CloseReason reason)
    {
        var checking = CheckAsync(FakeDialer.Opening(_socket));

        _socket.Push(Bytes(new ErrorFrame(Enum.Parse<ErrorCode>(code), "no").Write));

        Assert.Equal(reason, (await checking.WithinPatienceAsync("the check")).Failure!.Reason);
    }

    [Fact]
    public async Task Bytes_that_are_no_Welcome_are_a_failure_and_no_exception()
    {
        var checking = CheckAsync(FakeDialer.Opening(_socket));

        _socket.Push([0x7f, 0xff, 0xff]);

        Assert.Equal(CloseReason.ProtocolError, (await checking.WithinPatienceAsync("the check")).Failure!.Reason);
    }

    [Fact]
    public async Task A_Welcome_in_many_pieces_is_read_whole_and_an_endless_one_is_not()
    {
        var checking = CheckAsync(FakeDialer.Opening(_socket));
        var welcome = Bytes(Welcome);
        _socket.Push(welcome[..10], isLast: false);
        _socket.Push(welcome[10..]);
        Assert.Null((await checking.WithinPatienceAsync("the check")).Failure);

        var endless = new FakeWebSocket();
        var second = CheckAsync(FakeDialer.Opening(endless));
        for (var i = 0; i < 300; i++)
        {
            endless.Push(new byte[1024], isLast: false);
        }

        Assert.Equal(CloseReason.LimitExceeded, (await second.WithinPatienceAsync("the check")).Failure!.Reason);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_failure()
    {
        var checking = CheckAsync(FakeDialer.Opening(_socket));

        _socket.Break(new WebSocketException("reset"));

        Assert.Equal(CloseReason.Reset, (await checking.WithinPatienceAsync("the check")).Failure!.Reason);
    }

    [Fact]
    public async Task Cancelling_ends_the_check()
    {
        using var cancelling = new CancellationTokenSource();
        var checking = CheckAsync(FakeDialer.Hanging(), cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checking.WithinPatienceAsync("the check"));
    }

    public void Dispose() => _socket.Dispose();

    private static void Welcome(WireBuffer buffer) => new WelcomeFrame(
        "x", "", new(Guid.NewGuid()), Durability.Received, 1, new(65_536, 1_000_000, 1_000), TimeSpan.FromSeconds(10), 250,
        SetVerdict.Same, []).Write(buffer);

    private static byte[] Bytes(Action<WireBuffer> write)
    {
        var buffer = new WireBuffer();
        write(buffer);
        return buffer.Written.ToArray();
    }

    private static bool TryReadHello(byte[] message, out HelloFrame hello)
    {
        var reader = new FrameReader(message);
        reader.Read();
        return HelloFrame.TryRead(reader.Body, out hello);
    }

    private Task<HealthCheckResult> CheckAsync(IWebSocketDialer dialer, CancellationToken token = default) =>
        new RelayProbe(dialer, "me", TimeSpan.FromSeconds(2), _time).CheckAsync(Relay, AccessTokenReason.Connect, token);
}
