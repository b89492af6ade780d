using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Tests.Health;

/// <summary>
/// All in milliseconds. A path with one sample has a variation of half of it, so T1 is three samples + 10.
/// </summary>
public sealed class SilenceTimersTests
{
    [Theory]
    [InlineData(500, null, 0, 250, "nothing is known of the path")]
    [InlineData(500, 10, 0, 100, "below the lower clamp, threshold / 5")]
    [InlineData(500, 40, 0, 130, "SRTT + 4 RTTVAR + 10")]
    [InlineData(500, 70, 0, 220, "SRTT + 4 RTTVAR + 10")]
    [InlineData(500, 100, 0, 250, "above the upper clamp, threshold / 2")]
    [InlineData(500, 200, 0, 275, "a long path: SRTT + 75")]
    [InlineData(500, 1_000, 0, 1_075, "the longest path")]
    [InlineData(2_000, null, 0, 1_000, "nothing is known of the path")]
    [InlineData(2_000, 10, 0, 400, "below the lower clamp")]
    [InlineData(2_000, 200, 0, 610, "SRTT + 4 RTTVAR + 10")]
    [InlineData(2_000, 600, 0, 1_000, "above the upper clamp")]
    [InlineData(200, null, 0, 100, "nothing is known of the path")]
    [InlineData(200, 5, 0, 40, "below the lower clamp")]
    [InlineData(200, 20, 0, 70, "SRTT + 4 RTTVAR + 10")]
    [InlineData(200, 100, 0, 175, "a long path: SRTT + 75")]
    [InlineData(500, 10, 30, 130, "the last answer took longer than usual: that + threshold / 5")]
    [InlineData(500, 10, 200, 300, "even beyond the upper clamp, which is about a steady path")]
    [InlineData(500, 10, 2_000, 400, "but never more than 0.8 of the threshold")]
    [InlineData(2_000, 10, 9_000, 1_600, "but never more than 0.8 of the threshold")]
    [InlineData(500, null, 2_000, 250, "a delay without a sample of the path tells nothing")]
    public void A_relay_is_suspected_after_T1(int threshold, int? sample, int lastDelay, int expected, string why)
    {
        var after = Timers(threshold).SuspectAfter(Path(sample), Milliseconds(lastDelay), isCautious: false);

        Assert.True(Milliseconds(expected) == after, $"{why}: {after.TotalMilliseconds} ms");
    }

    [Theory]
    [InlineData(500, null, 250)]
    [InlineData(500, 10, 250)]
    [InlineData(500, 200, 275)]
    [InlineData(2_000, 10, 1_000)]
    public void With_the_hedge_budget_used_up_only_the_upper_clamp_counts(int threshold, int? sample, int expected)
    {
        var after = Timers(threshold).SuspectAfter(Path(sample), TimeSpan.Zero, isCautious: true);

        Assert.Equal(Milliseconds(expected), after);
    }

    [Theory]
    [InlineData(500, null, 1_000)]
    [InlineData(500, 200, 1_000)]
    [InlineData(500, 300, 1_200)]
    [InlineData(2_000, 300, 4_000)]
    [InlineData(200, null, 400)]
    [InlineData(200, 100, 600)]
    public void A_suspect_is_given_up_after_T2_and_without_progress_after_three_of_them(
        int threshold, int? sample, int expected)
    {
        Assert.Equal(Milliseconds(expected), Timers(threshold).ConvictAfter(Path(sample)));
        Assert.Equal(Milliseconds(expected) * 3, Timers(threshold).NoProgressAfter(Path(sample)));
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(500, 1_000)]
    [InlineData(900, 1_800)]
    [InlineData(5_000, 4_000)]
    public void T2_is_twice_the_longest_stall_that_ended_well_within_limits(int stall, int expected) =>
        Assert.Equal(Milliseconds(expected), Timers(500).ConvictAfter(Path(20), Milliseconds(stall)));

    [Theory]
    [InlineData(500, 1_000, 3_000, 10_000)]
    [InlineData(2_000, 4_000, 12_000, 40_000)]
    public void The_other_times_scale_with_the_threshold_too(int threshold, int longest, int challenge, int offline)
    {
        var timers = Timers(threshold);

        Assert.Equal(Milliseconds(longest), timers.LongestRoundTrip);
        Assert.Equal(Milliseconds(challenge), timers.ChallengeAfter);
        Assert.Equal(Milliseconds(offline), timers.OfflineAfter);
    }

    private static SilenceTimers Timers(int threshold) => new(Milliseconds(threshold));

    private static RttEstimator Path(int? sample)
    {
        var path = new RttEstimator(TimeSpan.FromHours(1));
        if (sample is { } milliseconds)
        {
            path.Add(Milliseconds(milliseconds));
        }

        return path;
    }

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(value);
}
