using FsCheck;
using FsCheck.Fluent;
using Property = SolConnect.Relay.Core.Tests.Wire.Property;

namespace SolConnect.Relay.Core.Tests.Balancing;

/// <summary>What holds for every strategy and any numbers, sensible or not.</summary>
public sealed class LoadBalancerPropertyTests
{
    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Choose(0, 100).Select(number => (double)number),
        Gen.Choose(0, 1000).Select(number => number / 1000.0),
        Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1, 1e300, 0));

    private static readonly Gen<RelayCandidate> Anyone =
        from quality in Numbers
        from load in Numbers
        from latency in Gen.Choose(-50, 500)
        from weight in Gen.Elements(0.001, 1, 3, 1000)
        from priority in Gen.Choose(0, 3)
        from region in Gen.Elements("", "us-east-1", "eu-central-1", "eu-west-1", "basement")
        from flags in Gen.Choose(0, 15)
        from id in Gen.Choose(0, 1_000_000)
        select new RelayCandidate(
            new($"r{id}", new("wss://relay.example")) { Weight = weight, Priority = priority, Region = region },
            IsConnected: (flags & 1) > 0, latency < 0 ? null : TimeSpan.FromMilliseconds(latency), quality, load)
        {
            IsHealthy = (flags & 2) > 0,
            IsPublishing = (flags & 4) > 0,
            Penalty = flags & 8,
        };

    private static readonly Gen<(RelayCandidate[] Candidates, SelectionContext Context)> Cases =
        from count in Gen.Choose(1, 12)
        from candidates in Gen.ArrayOf(Anyone, count)
        from random in Gen.Choose(0, 9_999)
        from cursor in Gen.Choose(int.MinValue, int.MaxValue)
        from region in Gen.Elements("", "eu-west-2", "basement")
        select (candidates, new SelectionContext(cursor, random / 10_000.0, "key") { Region = region, PreferredRegions = ["us-east-1"] });

    public static TheoryData<string> Names => [.. LoadBalancers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pick_is_always_one_of_the_candidates(string name) => Property.Holds(Cases, item =>
        Assert.InRange(LoadBalancers.ByName(name)!.Select(item.Candidates, item.Context), 0, item.Candidates.Length - 1));

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_prepared_for_a_snapshot_picks_the_same_as_looking_at_everybody(string name) => Property.Holds(Cases, item =>
    {
        var balancer = LoadBalancers.ByName(name)!;
        var state = new SelectionState();
        state.Observe(item.Candidates, TimeSpan.Zero);
        var distinct = item.Candidates.Select(candidate => candidate.Endpoint.Id).Distinct().Count() == item.Candidates.Length;
        for (var draw = 0; draw < 10 && distinct; draw++)
        {
            var context = item.Context with { Random = draw / 10.0, Cursor = draw };
            Assert.Equal(
                balancer.Select(item.Candidates, context), balancer.Select(item.Candidates, context with { State = state }));
        }
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_ranking_holds_everybody_once_and_those_that_can_be_chosen_first(string name) => Property.Holds(Cases, item =>
    {
        var ranking = new CandidateRanking(LoadBalancers.ByName(name)!, () => item.Context.Random, item.Context.Cursor);

        var places = ranking.Rank(item.Candidates, item.Context, TimeSpan.Zero).ToList();

        Assert.Null(ranking.Failure);
        Assert.Equal(Enumerable.Range(0, item.Candidates.Length), places.Select(place => place.Index).Order());
        Assert.Equal(places.OrderBy(place => place.Exclusion != RelayExclusion.None), places);
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void The_pick_of_a_strategy_that_scores_has_no_clearly_worse_score_than_another(string name) => Property.Holds(Cases, item =>
    {
        if (name is "weighted" || LoadBalancers.ByName(name) is not IScoringLoadBalancer balancer)
        {
            return; // A draw may fall on anybody, and who goes in turn looks at no numbers.
        }

        var pick = balancer.Score(item.Candidates[balancer.Select(item.Candidates, item.Context)], item.Context);
        var scores = item.Candidates.Select(candidate => balancer.Score(candidate, item.Context)).ToList();
        Assert.True(name == "rendezvous" ? pick >= scores.Max() : pick <= (scores.Min() * 1.1) + 0.1);
    });
}
