using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;

namespace SolConnect.Relay.Tests.Monitoring;

public class RelayQualityTests
{
    private static readonly Instant Now = new(TimeSpan.FromMinutes(10).Ticks);

    private static readonly RelaySnapshot Untried = new(RelayViewSamples.Untried);

    [Theory]
    [InlineData(null, null, 0, 50)]
    [InlineData(0, 0, 0, 100)]
    [InlineData(200, 0, 0, 50)]
    [InlineData(600, 0, 0, 25)]
    [InlineData(0, 100, 0, 50)]
    [InlineData(0, 0, 1, 50)]
    [InlineData(0, 0, 3, 12.5)]
    [InlineData(200, 100, 1, 12.5)]
    public void Distance_jitter_and_failures_each_take_their_share(int? rtt, int? jitter, int failures, double expected)
    {
        var relay = Untried with
        {
            Latency = Milliseconds(rtt),
            Jitter = Milliseconds(jitter),
            FailedInARow = failures,
        };

        Assert.Equal(expected, RelayQuality.Score(relay, Now), tolerance: 1e-9);
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(30, 75)]
    [InlineData(60, 100)]
    [InlineData(300, 100)]
    public void A_relay_that_broke_down_has_to_prove_itself_for_a_minute(int secondsOpen, double expected)
    {
        var view = RelayViewSamples.Untried with
        {
            Phase = ConnectionPhase.Standby,
            LastCloseReason = CloseReason.Reset,
            OpenedAt = Now - TimeSpan.FromSeconds(secondsOpen),
        };
        var relay = new RelaySnapshot(view) { Latency = TimeSpan.Zero };

        Assert.Equal(expected, RelayQuality.Score(relay, Now), tolerance: 1e-9);
        var asked = relay with { View = view with { LastCloseReason = CloseReason.Requested } };
        Assert.Equal(100, RelayQuality.Score(asked, Now), tolerance: 1e-9);
    }

    [Theory]
    [InlineData(0, 1, 100)]
    [InlineData(0.25, 1, 75)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0.5, 75)]
    [InlineData(0, 0, 50)]
    [InlineData(0.5, 0, 25)]
    public void Errors_and_unstable_times_each_take_their_share(double errorRate, double stability, double expected)
    {
        var relay = Untried with { Latency = TimeSpan.Zero, ErrorRate = errorRate, Stability = stability };

        Assert.Equal(expected, RelayQuality.Score(relay, Now), tolerance: 1e-9);
    }

    [Fact]
    public void It_stays_between_0_and_100_whatever_is_measured()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var relay = Untried with
            {
                Latency = TimeSpan.FromSeconds(random.NextDouble() * 1_000),
                Jitter = TimeSpan.FromSeconds(random.NextDouble() * 1_000),
                FailedInARow = random.Next(10_000),
                ErrorRate = random.NextDouble(),
                Stability = random.NextDouble(),
            };

            Assert.InRange(RelayQuality.Score(relay, Now), 0, 100);
        }
    }

    private static TimeSpan? Milliseconds(int? value) => value is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
