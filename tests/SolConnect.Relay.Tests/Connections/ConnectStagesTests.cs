using SolConnect.Relay.Connections;

namespace SolConnect.Relay.Tests.Connections;

public class ConnectStagesTests
{
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _time = new();
    private readonly ConnectStages _stages;

    public ConnectStagesTests() => _stages = new(Total, _time);

    [Theory]
    [InlineData("name", 1, "Looking up the name")]
    [InlineData("tcp", 1, "Connecting by TCP")]
    [InlineData("tls", 2, "The TLS handshake")]
    [InlineData("whole", 5, "Connecting")]
    public async Task A_stage_that_takes_too_long_fails_under_its_own_name(string stage, int seconds, string name)
    {
        var running = RunAsync(stage, HangAsync, CancellationToken.None);

        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        var before = running.IsCompleted;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        var end = (await Assert.ThrowsAsync<ConnectFailedException>(() => running)).End;
        Assert.False(before);
        Assert.Equal(CloseReason.ConnectTimeout, end.Reason);
        Assert.Equal($"{name} took longer than {seconds} s.", end.Detail);
    }

    [Fact]
    public async Task A_cancelled_attempt_is_cancelled_and_not_too_slow()
    {
        using var cancelling = new CancellationTokenSource();
        var running = RunAsync("tcp", HangAsync, cancelling.Token);

        await cancelling.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task What_a_stage_throws_and_returns_passes_through()
    {
        var error = new ConnectFailedException(new(CloseReason.TlsFailed, "No certificate."));

        var thrown = await Assert.ThrowsAsync<ConnectFailedException>(
            () => RunAsync("tls", _ => throw error, CancellationToken.None));

        Assert.Same(error, thrown);
        Assert.Equal(3, await RunAsync("name", _ => ValueTask.FromResult(3), CancellationToken.None));
    }

    private static async ValueTask<int> HangAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    private Task<int> RunAsync(string stage, Func<CancellationToken, ValueTask<int>> work, CancellationToken cancel) =>
        stage switch
        {
            "name" => _stages.LookUpAsync(work, cancel).AsTask(),
            "tcp" => _stages.ConnectAsync(work, cancel).AsTask(),
            "tls" => _stages.SecureAsync(work, cancel).AsTask(),
            _ => _stages.WholeAsync(work, cancel).AsTask(),
        };
}
