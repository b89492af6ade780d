namespace SolConnect.Relay.Tests.Balancing;

public class LoadBalancerTests
{
    [Theory]
    [InlineData("weighted", typeof(WeightedLoadBalancer))]
    [InlineData("Round-Robin", typeof(RoundRobinLoadBalancer))]
    [InlineData("fastest", null)]
    [InlineData(null, null)]
    public void A_strategy_is_found_by_its_name(string? name, Type? expected)
    {
        Assert.Equal(expected, LoadBalancers.ByName(name)?.GetType());
    }

    [Fact]
    public void Every_listed_strategy_says_that_there_is_nothing_to_choose_from()
    {
        foreach (var name in LoadBalancers.Names)
            Assert.Equal(-1, LoadBalancers.ByName(name)!.Select([], new(7, 0.5, "")));
    }

    [Fact]
    public void Round_robin_gives_every_candidate_the_same_share_within_one_percent()
    {
        var shares = Count(new RoundRobinLoadBalancer(), picks: 10_000, Candidate(100), Candidate(1), Candidate(0));

        Assert.All(shares, share => Assert.InRange(share, 0.3233, 0.3433));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public void Round_robin_survives_a_cursor_that_overflowed(long cursor)
    {
        var candidates = new[] { Candidate(1), Candidate(1), Candidate(1) };

        Assert.InRange(new RoundRobinLoadBalancer().Select(candidates, new(cursor, 0, "")), 0, 2);
    }

    [Fact]
    public void Weighted_draws_in_proportion_to_quality_times_weight_times_priority()
    {
        var shares = Count(
            new WeightedLoadBalancer(), picks: 100_000, Candidate(quality: 10), Candidate(quality: 10, weight: 2),
            Candidate(quality: 10, priority: 3), Candidate(quality: 40));

        Assert.Equal(0.1, shares[0], tolerance: 0.01);
        Assert.Equal(0.2, shares[1], tolerance: 0.01);
        Assert.Equal(0.3, shares[2], tolerance: 0.01);
        Assert.Equal(0.4, shares[3], tolerance: 0.01);
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.5, 1)]
    [InlineData(0.999999, 1)]
    [InlineData(1.0, 1)]
    public void Weighted_never_draws_a_candidate_without_a_share_while_another_has_one(double random, int expected)
    {
        var candidates = new[] { Candidate(0), Candidate(5), Candidate(50, priority: 0), Candidate(double.NaN) };

        Assert.Equal(expected, new WeightedLoadBalancer().Select(candidates, new(0, random, "")));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.4, 0)]
    [InlineData(0.6, 1)]
    [InlineData(1.0, 1)]
    public void Weighted_gives_everyone_the_same_chance_when_nobody_has_a_share(double random, int expected)
    {
        Assert.Equal(expected, new WeightedLoadBalancer().Select([Candidate(0), Candidate(0)], new(0, random, "")));
    }

    [Fact]
    public void A_pick_allocates_nothing()
    {
        var candidates = new[] { Candidate(10), Candidate(20), Candidate(30) };
        foreach (var balancer in LoadBalancers.Names.Select(name => LoadBalancers.ByName(name)!))
        {
            var sum = balancer.Select(candidates, new(1, 0.5, ""));
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
                sum += balancer.Select(candidates, new(i, i / 1000.0, ""));

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
            Assert.True(sum >= 0);
        }
    }

    [Fact]
    public void A_pick_from_a_prepared_snapshot_allocates_nothing_and_neither_does_the_next_snapshot()
    {
        var candidates = new[] { Candidate(10), Candidate(20), Candidate(30) };
        foreach (var balancer in LoadBalancers.Names.Select(name => LoadBalancers.ByName(name)!))
        {
            var state = new SelectionState();
            state.Observe(candidates, TimeSpan.Zero);
            var sum = balancer.Select(candidates, new(1, 0.5, "") { State = state });
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                if (i % 10 == 0)
                    state.Observe(candidates, TimeSpan.FromSeconds(i));
                sum += balancer.Select(candidates, new(i, i / 1000.0, "") { State = state });
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
            Assert.True(sum >= 0);
        }
    }

    private static double[] Count(ILoadBalancer balancer, int picks, params RelayCandidate[] candidates)
    {
        var random = new Random(7);
        var counts = new int[candidates.Length];
        for (var i = 0; i < picks; i++)
            counts[balancer.Select(candidates, new(i, random.NextDouble(), ""))]++;
        return Array.ConvertAll(counts, count => (double)count / picks);
    }

    private static RelayCandidate Candidate(double quality, double weight = 1, int priority = 1) => new(
        new RelayEndpoint("a", new("wss://a.example")) { Weight = weight, Priority = priority },
        IsConnected: true, SmoothedRtt: null, quality, Load: 0);
}
