using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Tests.Health;

public sealed class FlapPenaltyTests
{
    private static readonly Instant Start = new(TimeSpan.FromHours(1).Ticks);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 60, 0.5)]
    [InlineData(2, 0, 2)]
    [InlineData(2, 30, 1.4142)]
    [InlineData(2, 60, 1)]
    [InlineData(8, 180, 1)]
    public void Each_failure_counts_one_and_halves_in_a_minute(int failures, int seconds, double expected)
    {
        Assert.Equal(expected, After(failures).At(Start + TimeSpan.FromSeconds(seconds)), tolerance: 0.0001);
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(2, 0, true)]
    [InlineData(2, 59, true)]
    [InlineData(2, 60, false)]
    public void It_is_high_above_one(int failures, int seconds, bool isHigh)
    {
        Assert.Equal(isHigh, After(failures).IsHighAt(Start + TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void A_failure_adds_to_what_is_left_of_the_earlier_ones()
    {
        var penalty = After(2);

        penalty.Add(Start + TimeSpan.FromSeconds(60));

        Assert.Equal(2, penalty.At(Start + TimeSpan.FromSeconds(60)), tolerance: 0.0001);
    }

    [Fact]
    public void At_the_moment_that_it_names_it_is_low_and_just_before_it_was_not()
    {
        for (var failures = 2; failures <= 200; failures++)
        {
            var penalty = After(failures);
            for (var seconds = 0; seconds < 60; seconds += 7)
            {
                var now = Start + TimeSpan.FromSeconds(seconds);
                var low = penalty.LowAt(now);
                Assert.False(penalty.IsHighAt(low), $"{failures} failures, {seconds} s: {penalty.At(low):R}");
                Assert.True(low == now || penalty.IsHighAt(low - TimeSpan.FromMilliseconds(1)));
            }
        }
    }

    [Fact]
    public void What_is_low_is_low_at_once()
    {
        Assert.Equal(Start, After(1).LowAt(Start));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    public void A_failure_that_was_not_its_own_is_taken_back(int failures, double expected)
    {
        var penalty = After(failures);

        penalty.Forgive();

        Assert.Equal(expected, penalty.At(Start), tolerance: 0.0001);
    }

    private static FlapPenalty After(int failures)
    {
        var penalty = new FlapPenalty();
        for (var count = 0; count < failures; count++)
        {
            penalty.Add(Start);
        }

        return penalty;
    }
}
