namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class RoundRobinLoadBalancerTests
{
    private static readonly RoundRobinLoadBalancer Balancer = new();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 0)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(long.MinValue, 2)]
    [InlineData(-1, 0)]
    public void The_cursor_goes_round_even_past_its_end(long cursor, int expected)
    {
        Assert.Equal(expected, Balancer.Select(Candidates.Of(1, 1, 1), new(cursor, 0, "")));
    }

    [Fact]
    public void Everyone_gets_the_same_share_whatever_the_numbers()
    {
        var candidates = Candidates.Of(100, 0, 3);

        var picks = Enumerable.Range(0, 300).CountBy(cursor => Balancer.Select(candidates, new(cursor, 0.9, "")));

        Assert.All(picks, pick => Assert.Equal(100, pick.Value));
    }

    [Theory]
    [InlineData(0, -1)]
    [InlineData(1, 0)]
    public void Of_none_there_is_no_pick_and_of_one_only_that(int count, int expected)
    {
        Assert.Equal(expected, Balancer.Select(Candidates.Of(new double[count]), new(7, 0, "")));
    }
}
