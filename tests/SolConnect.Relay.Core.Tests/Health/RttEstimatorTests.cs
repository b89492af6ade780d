using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Tests.Health;

/// <summary>RFC 6298, section 2, with alpha = 1/8 and beta = 1/4.</summary>
public sealed class RttEstimatorTests
{
    [Fact]
    public void Without_a_sample_nothing_is_known()
    {
        Assert.False(new RttEstimator(TimeSpan.FromSeconds(1)).HasSample);
    }

    [Theory]
    [InlineData(new[] { 100.0 }, 100, 50)]
    [InlineData(new[] { 100.0, 100 }, 100, 37.5)]
    [InlineData(new[] { 100.0, 200 }, 112.5, 62.5)]
    [InlineData(new[] { 100.0, 20 }, 90, 57.5)]
    [InlineData(new[] { 100.0, 200, 40 }, 103.4375, 65)]
    public void The_average_and_its_variation_follow_the_RFC(double[] samples, double smoothed, double variation)
    {
        var estimator = Estimate(samples);

        Assert.Equal(TimeSpan.FromMilliseconds(smoothed), estimator.Smoothed);
        Assert.Equal(TimeSpan.FromMilliseconds(variation), estimator.Variation);
    }

    [Fact]
    public void A_steady_way_leaves_no_variation()
    {
        var estimator = Estimate(Enumerable.Repeat(30.0, 200));

        Assert.Equal(30, estimator.Smoothed.TotalMilliseconds, tolerance: 0.01);
        Assert.Equal(0, estimator.Variation.TotalMilliseconds, tolerance: 0.01);
    }

    [Fact]
    public void A_new_way_is_learned_within_some_twenty_samples()
    {
        var estimator = Estimate([.. Enumerable.Repeat(20.0, 50), .. Enumerable.Repeat(200.0, 20)]);

        Assert.InRange(estimator.Smoothed.TotalMilliseconds, 185, 200);
    }

    [Fact]
    public void A_sample_below_zero_is_no_sample()
    {
        Assert.False(Estimate([-1]).HasSample);
        Assert.Equal(TimeSpan.FromMilliseconds(10), Estimate([10, -1]).Smoothed);
    }

    [Theory]
    [InlineData(100, 100, "a quick start tells of the path")]
    [InlineData(900, 250, "a slow one of the relay's start, so it counts for a quarter of the longest at most")]
    public void The_answer_to_Hello_is_a_provisional_sample(int sample, int expected, string why)
    {
        var estimator = new RttEstimator(TimeSpan.FromSeconds(1));

        estimator.Begin(TimeSpan.FromMilliseconds(sample));

        Assert.True(estimator is { HasSample: true, IsProvisional: true });
        Assert.True(TimeSpan.FromMilliseconds(expected) == estimator.Smoothed, why);
    }

    [Fact]
    public void The_first_sample_of_a_message_takes_the_place_of_a_provisional_one()
    {
        var estimator = new RttEstimator(TimeSpan.FromSeconds(1));
        estimator.Begin(TimeSpan.FromMilliseconds(900));

        estimator.Add(TimeSpan.FromMilliseconds(20));

        Assert.False(estimator.IsProvisional);
        Assert.Equal(TimeSpan.FromMilliseconds(20), estimator.Smoothed);
        Assert.Equal(TimeSpan.FromMilliseconds(10), estimator.Variation);
    }

    [Fact]
    public void The_sample_that_takes_its_place_counts_for_little_more_when_it_was_read_late()
    {
        var estimator = new RttEstimator(TimeSpan.FromSeconds(1));
        estimator.Begin(TimeSpan.FromMilliseconds(5));

        estimator.Add(TimeSpan.FromMilliseconds(1_070));

        Assert.Equal(TimeSpan.FromMilliseconds(255), estimator.Smoothed);
    }

    [Fact]
    public void A_sample_longer_than_the_longest_counts_as_the_longest()
    {
        Assert.Equal(TimeSpan.FromSeconds(1), Estimate([30_000]).Smoothed);
        Assert.Equal(Estimate([20, 1_000]).Smoothed, Estimate([20, 30_000]).Smoothed);
        Assert.Equal(Estimate([20, 1_000]).Variation, Estimate([20, 30_000]).Variation);
    }

    private static RttEstimator Estimate(IEnumerable<double> samples)
    {
        var estimator = new RttEstimator(TimeSpan.FromSeconds(1));
        foreach (var sample in samples)
        {
            estimator.Add(TimeSpan.FromMilliseconds(sample));
        }

        return estimator;
    }
}
