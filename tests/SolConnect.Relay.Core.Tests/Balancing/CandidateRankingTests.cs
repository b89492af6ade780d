namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class CandidateRankingTests
{
    private static readonly RelayCandidate Well = Candidates.Near(0, 10);

    public static TheoryData<RelayCandidate, RelayExclusion> Conditions => new()
    {
        { Well, RelayExclusion.None },
        { Well with { IsHealthy = false }, RelayExclusion.Unhealthy },
        { Well with { IsHealthy = false, IsBarred = true }, RelayExclusion.Barred },
        { Well with { IsDraining = true }, RelayExclusion.Draining },
        { Well with { Penalty = 1 }, RelayExclusion.None },
        { Well with { Penalty = 1.01 }, RelayExclusion.Penalized },
        { Well with { Load = 1, IsConnected = false }, RelayExclusion.Full },
        { Well with { Load = 0.99, IsConnected = false }, RelayExclusion.None },
        { Well with { Load = 1 }, RelayExclusion.None }, // This client has its place there.
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Who_cannot_be_chosen_and_why(RelayCandidate candidate, RelayExclusion expected)
    {
        Assert.Equal(expected, CandidateFilter.Check(candidate));
    }

    [Theory]
    [InlineData("weighted")]
    [InlineData("round-robin")]
    [InlineData("least-connections")]
    [InlineData("geographic")]
    [InlineData("least-latency")]
    [InlineData("rendezvous")]
    [InlineData("adaptive")]
    public void Nobody_who_cannot_be_chosen_comes_before_somebody_who_can(string name)
    {
        // The best of all in every number, and out for a different reason each.
        RelayCandidate[] candidates =
        [
            Candidates.Near(0, 1) with { IsHealthy = false }, Candidates.Near(1, 900, load: 0.9),
            Candidates.Near(2, 1) with { IsDraining = true }, Candidates.Near(3, 800, load: 0.8),
            Candidates.Near(4, 1) with { Penalty = 5 },
        ];
        for (var start = 0; start < 20; start++)
        {
            var ranking = new CandidateRanking(LoadBalancers.ByName(name)!, new Random(start).NextDouble, start);

            var places = ranking.Rank(candidates, new(0, 0, ""), TimeSpan.Zero);

            Assert.Equal([1, 3], places.Take(2).Select(place => place.Index).Order());
            Assert.False(ranking.IsPanic);
        }
    }

    [Fact]
    public void When_nobody_can_be_chosen_the_strategy_chooses_among_all()
    {
        var ranking = Ranking("least-latency");
        var candidates = new[] { 30.0, 10, 20 }
            .Select((latency, index) => Candidates.Near(index, latency) with { IsHealthy = false }).ToArray();

        Assert.Equal([1, 2, 0], ranking.Rank(candidates, new(0, 0, ""), TimeSpan.Zero).Select(place => place.Index));
        Assert.True(ranking.IsPanic);
        Assert.Equal("r1", ranking.FirstPick);
    }

    [Fact]
    public void A_relay_that_falls_ill_does_not_reorder_the_others()
    {
        foreach (var name in LoadBalancers.Names)
        {
            var ranking = Ranking(name);
            var candidates = Candidates.Of(50, 60, 70, 80, 90);
            var before = Order(ranking, candidates);

            candidates[before[2]] = candidates[before[2]] with { IsHealthy = false };

            Assert.Equal([before[0], before[1], before[3], before[4], before[2]], Order(ranking, candidates));
        }
    }

    [Fact]
    public void Transports_that_start_one_after_the_other_come_out_even()
    {
        var candidates = Candidates.Of(50, 50, 50, 50, 50);
        var even = CountFirsts("round-robin", candidates);
        var weighted = CountFirsts("weighted", candidates);

        Assert.All(even, first => Assert.Equal(20, first.Value));
        Assert.All(weighted, first => Assert.InRange(first.Value, 19, 21));
    }

    [Fact]
    public void A_leader_near_the_edge_of_its_share_does_not_tremble_with_the_numbers()
    {
        var changes = 0;
        foreach (var start in Enumerable.Range(0, 200))
        {
            var ranking = new CandidateRanking(new WeightedLoadBalancer(), () => 0.5, start);
            var leader = Order(ranking, Candidates.Of(50, 50, 50))[0];
            for (var i = 0; i < 20; i++)
            {
                var next = Order(ranking, Candidates.Of(50 + (i % 2), 50, 50 - (i % 2)))[0];
                changes += next == leader ? 0 : 1;
                leader = next;
            }
        }

        Assert.Equal(0, changes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_strategy_that_fails_leaves_the_order_of_the_list(bool throws)
    {
        var ranking = new CandidateRanking(new Broken(throws), () => 0, 0);

        Assert.Equal([0, 1, 2], Order(ranking, Candidates.Of(1, 2, 3)));
        Assert.Equal(throws, ranking.Failure!.Exception is InvalidOperationException);
        Assert.Equal(3, ranking.Failure.Count);
    }

    private static CandidateRanking Ranking(string name) => new(LoadBalancers.ByName(name)!, new Random(3).NextDouble, 1);

    private static int[] Order(CandidateRanking ranking, RelayCandidate[] candidates) =>
        [.. ranking.Rank(candidates, new(0, 0, ""), TimeSpan.Zero).Select(place => place.Index)];

    private static IEnumerable<KeyValuePair<int, int>> CountFirsts(string name, RelayCandidate[] candidates) =>
        Enumerable.Range(0, 100)
            .Select(start => new CandidateRanking(LoadBalancers.ByName(name)!, () => 0.5, start))
            .CountBy(ranking => Order(ranking, candidates)[0]);

    private sealed class Broken(bool throws) : ILoadBalancer
    {
        public string Name => "broken";

        public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context) =>
            throws ? throw new InvalidOperationException("broken") : candidates.Length;
    }
}
