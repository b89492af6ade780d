namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class WeightedLoadBalancerTests
{
    private const int Draws = 10_000;
    private static readonly WeightedLoadBalancer Balancer = new();

    [Theory]
    [InlineData(new[] { 50.0, 50 }, new[] { 0.5, 0.5 })]
    [InlineData(new[] { 75.0, 25 }, new[] { 0.75, 0.25 })]
    [InlineData(new[] { 100.0, 0, 100 }, new[] { 0.5, 0, 0.5 })]
    [InlineData(new[] { 0.0, 0 }, new[] { 0.5, 0.5 })]
    [InlineData(new[] { double.NaN, 10 }, new[] { 0, 1.0 })]
    [InlineData(new[] { double.PositiveInfinity, 10 }, new[] { 0, 1.0 })]
    [InlineData(new[] { -5.0, 10 }, new[] { 0, 1.0 })]
    [InlineData(new[] { double.NaN, double.NaN }, new[] { 0.5, 0.5 })]
    public void Candidates_are_drawn_in_proportion_to_their_quality(double[] qualities, double[] shares)
    {
        AssertShares(Candidates.Of(qualities), shares);
    }

    [Fact]
    public void Weight_and_priority_multiply_the_share()
    {
        AssertShares(
            [Candidates.One(50, 0, weight: 3), Candidates.One(50, 1, priority: 2), Candidates.One(50, 2)],
            [0.5, 1 / 3.0, 1 / 6.0]);
    }

    [Fact]
    public void A_priority_of_zero_takes_a_relay_out_while_there_are_others()
    {
        AssertShares([Candidates.One(50, 0, priority: 0), Candidates.One(1, 1)], [0, 1]);
        AssertShares([Candidates.One(50, 0, priority: 0)], [1]);
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(1, 0)]
    public void Of_none_there_is_no_pick_and_of_one_only_that(int count, int expected)
    {
        Assert.Equal(expected, Balancer.Select(Candidates.Of(new double[count]), new(0, 0.999, "")));
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.3 })]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0 })]
    [InlineData(new[] { 0.0, 0 })]
    public void The_last_possible_draw_is_somebody_with_a_share(double[] qualities)
    {
        var pick = Balancer.Select(Candidates.Of(qualities), new(0, Math.BitDecrement(1.0), ""));

        Assert.InRange(pick, 0, qualities.Length - 1);
        Assert.True(qualities[pick] > 0 || qualities.Sum() == 0);
    }

    private static void AssertShares(RelayCandidate[] candidates, double[] shares)
    {
        // Evenly spaced draws instead of random ones: the shares come out exactly, up to the spacing.
        var picks = new int[candidates.Length];
        for (var draw = 0; draw < Draws; draw++)
        {
            picks[Balancer.Select(candidates, new(0, (draw + 0.5) / Draws, ""))]++;
        }

        Assert.All(picks.Zip(shares), pair => Assert.Equal(pair.Second, pair.First / (double)Draws, tolerance: 0.001));
    }
}
