using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Monitoring;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Monitoring;

public class RelayQualityTests
{
    private static readonly Instant Now = new(TimeSpan.FromMinutes(10).Ticks);

    private static readonly RelayView Untried = new(
        ValidOptions.Relay("a"), ConnectionPhase.Gone, Connection: 0, InSet: true, IsPublishing: false, IsHealthy: true,
        SmoothedRtt: null, RttVariation: null, LoadPerMille: 0, Durability.Received, FailedDials: 0,
        LastCloseReason: null, LastCloseDetail: null, OpenedAt: default, InFlightMessages: 0,
        SuspectedAt: Instant.Never, Penalty: 0);

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
            SmoothedRtt = Milliseconds(rtt),
            RttVariation = Milliseconds(jitter),
            FailedDials = failures,
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
        var relay = Untried with
        {
            Phase = ConnectionPhase.Standby,
            SmoothedRtt = TimeSpan.Zero,
            LastCloseReason = CloseReason.Reset,
            OpenedAt = Now - TimeSpan.FromSeconds(secondsOpen),
        };

        Assert.Equal(expected, RelayQuality.Score(relay, Now), tolerance: 1e-9);
        var asked = relay with { LastCloseReason = CloseReason.Requested };
        Assert.Equal(100, RelayQuality.Score(asked, Now), tolerance: 1e-9);
    }

    private static TimeSpan? Milliseconds(int? value) => value is { } number ? TimeSpan.FromMilliseconds(number) : null;
}
