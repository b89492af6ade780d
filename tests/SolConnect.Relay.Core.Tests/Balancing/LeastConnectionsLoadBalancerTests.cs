namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class LeastConnectionsLoadBalancerTests
{
    private static readonly LeastConnectionsLoadBalancer Balancer = new();

    [Theory]
    [InlineData(new[] { 0.5, 0.1, 0.9 }, new[] { 1 })]
    [InlineData(new[] { 0.14, 0.1, 0.9 }, new[] { 0, 1 })]
    [InlineData(new[] { 0.3, 0.3 }, new[] { 0, 1 })]
    [InlineData(new[] { double.NaN, 0.9 }, new[] { 1 })]
    [InlineData(new[] { double.NaN, double.NaN }, new[] { 0, 1 })]
    [InlineData(new[] { -1, 0.2 }, new[] { 0 })]
    public void Those_within_ten_percent_of_capacity_of_the_emptiest_are_drawn(double[] loads, int[] expected)
    {
        var candidates = loads.Select((load, index) => Candidates.Near(index, 10, load)).ToArray();

        Assert.Equal(expected, Candidates.Drawn(Balancer, candidates, new(0, 0, "")));
    }

    [Theory]
    [InlineData(0.29, 0)]
    [InlineData(0.31, 1)]
    public void A_leader_stays_up_to_twenty_percent(double load, int expected)
    {
        var state = new SelectionState { Leader = "r0" };

        Assert.Equal(
            [expected],
            Candidates.Drawn(Balancer, [Candidates.Near(0, 10, load), Candidates.Near(1, 10, 0.1)], Candidates.With(state)));
    }
}
