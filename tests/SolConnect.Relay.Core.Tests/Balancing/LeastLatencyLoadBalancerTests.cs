namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class LeastLatencyLoadBalancerTests
{
    private static readonly LeastLatencyLoadBalancer Balancer = new();

    [Theory]
    [InlineData(new[] { 10.0, 11, 12 }, new[] { 0, 1 })]
    [InlineData(new[] { 30.0, 10, 200 }, new[] { 1 })]
    [InlineData(new[] { -1.0, 500 }, new[] { 1 })]
    [InlineData(new[] { -1.0, -1 }, new[] { 0, 1 })]
    public void Those_within_ten_percent_of_the_fastest_are_drawn(double[] latencies, int[] expected)
    {
        var candidates = latencies.Select((latency, index) => Candidates.Near(index, latency)).ToArray();

        Assert.Equal(expected, Candidates.Drawn(Balancer, candidates, new(0, 0, "")));
    }

    [Fact]
    public void Of_two_drawn_the_one_with_less_load_is_taken()
    {
        RelayCandidate[] candidates = [Candidates.Near(0, 10, load: 0.9), Candidates.Near(1, 10, load: 0.1)];
        var picks = Enumerable.Range(0, 1000).CountBy(draw => Balancer.Select(candidates, new(0, (draw + 0.5) / 1000, ""))).ToDictionary();

        // Only a pair that is the loaded one twice takes it: a quarter of all pairs.
        Assert.Equal(250, picks[0], tolerance: 5);
    }

    [Fact]
    public void A_peak_counts_at_once_and_is_forgotten_little_by_little()
    {
        var state = new SelectionState();
        int PickAt(double seconds, double latency)
        {
            RelayCandidate[] candidates = [Candidates.Near(0, latency), Candidates.Near(1, 40)];
            state.Observe(candidates, TimeSpan.FromSeconds(seconds));
            return Balancer.Select(candidates, Candidates.With(state));
        }

        Assert.Equal(0, PickAt(0, 10));
        Assert.Equal(1, PickAt(1, 400));
        Assert.Equal(1, PickAt(6, 10));
        Assert.Equal(0, PickAt(61, 10));
    }

    [Theory]
    [InlineData(12.4, 0)]
    [InlineData(12.6, 1)]
    public void A_leader_stays_while_it_is_nearly_as_fast(double latency, int expected)
    {
        var state = new SelectionState { Leader = "r0" };
        RelayCandidate[] candidates = [Candidates.Near(0, latency), Candidates.Near(1, 10)];
        state.Observe(candidates, TimeSpan.Zero);

        Assert.Equal([expected], Candidates.Drawn(Balancer, candidates, Candidates.With(state)));
    }
}
