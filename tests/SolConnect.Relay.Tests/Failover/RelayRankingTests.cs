using Microsoft.Extensions.Logging;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Failover;

public class RelayRankingTests
{
    private static readonly RelayOptions Options = new() { Region = "" };

    private readonly RecordingLogger _logger = new();

    [Theory]
    [InlineData(0, "a b c d")]
    [InlineData(1, "b c d a")]
    [InlineData(2, "c d a b")]
    [InlineData(3, "d a b c")]
    [InlineData(4, "a b c d")]
    public void Round_robin_becomes_a_rotation_of_the_list(long start, string expected)
    {
        var relays = new[] { Relay("a"), Relay("b"), Relay("c"), Relay("d") };

        Assert.Equal(expected, Rank(new RoundRobinLoadBalancer(), start, relays));
    }

    [Fact]
    public void A_ranking_changes_when_the_relays_do_and_not_when_it_is_made_again()
    {
        var ranking = new RelayRanking(new WeightedLoadBalancer(), Options, _logger, new Random(3), start: 0);
        var relays = "abcdefgh".Select(id => Relay(id.ToString())).ToArray();

        var first = ranking.Rank(relays);

        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(first, ranking.Rank(relays)));
        Assert.Equal(relays.Length, first.Distinct().Count());
    }

    [Fact]
    public void Many_clients_draw_different_rankings_so_that_they_spread()
    {
        var relays = "abcd".Select(id => Relay(id.ToString())).ToArray();
        var firsts = Enumerable.Range(0, 400)
            .Select(seed => new RelayRanking(new WeightedLoadBalancer(), Options, _logger, new Random(seed), seed))
            .Select(ranking => ranking.Rank(relays)[0])
            .CountBy(id => id);

        Assert.All(firsts, pair => Assert.InRange(pair.Value, 60, 140));
    }

    [Fact]
    public void Two_transports_of_one_process_take_turns()
    {
        var relays = new[] { Relay("a"), Relay("b") };
        string First() => new RelayRanking(new RoundRobinLoadBalancer(), Options, _logger).Rank(relays)[0];

        // Transports of other tests may take a turn in between, so both must come up soon, not at once.
        Assert.Equal(2, Enumerable.Range(0, 20).Select(_ => First()).Distinct().Count());
    }

    [Fact]
    public void An_unhealthy_relay_comes_last_and_does_not_disturb_the_order_of_the_others()
    {
        var relays = new[] { Relay("a"), Relay("b"), Relay("c", healthy: false), Relay("d") };

        Assert.Equal("b d a c", Rank(new RoundRobinLoadBalancer(), 1, relays));
    }

    [Fact]
    public void A_balancer_that_throws_leaves_the_order_of_the_list_and_is_reported_once()
    {
        var ranking = new RelayRanking(new Throwing(), Options, _logger, new Random(1), start: 0);

        Assert.Equal(["a", "b"], ranking.Rank([Relay("a"), Relay("b")]));
        Assert.Equal(["a", "b"], ranking.Rank([Relay("a"), Relay("b")]));

        Assert.Equal([LogLevel.Error, LogLevel.Debug], _logger.Entries.Select(entry => entry.Level));
        Assert.All(_logger.Entries, entry => Assert.Equal(610, entry.Id.Id));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-7)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void A_balancer_that_answers_nonsense_leaves_the_order_of_the_list(int answer)
    {
        Assert.Equal("a b c", Rank(new Fixed(answer), 0, Relay("a"), Relay("b"), Relay("c")));
        Assert.Equal(611, Assert.Single(_logger.Entries).Id.Id);
    }

    [Fact]
    public void A_balancer_that_fails_midway_keeps_what_it_picked_and_the_list_gives_the_rest()
    {
        // 2 is a place among three candidates, but none among two.
        Assert.Equal("c a b", Rank(new Fixed(2), 0, Relay("a"), Relay("b"), Relay("c")));
    }

    [Fact]
    public void No_relays_make_an_empty_ranking_without_asking_anyone()
    {
        Assert.Equal("", Rank(new Fixed(0), 0));
        Assert.Empty(_logger.Entries);
    }

    [Fact]
    public void The_strategy_ranks_inside_the_set_and_the_others_come_behind()
    {
        var relays = "abcdef".Select(id => Relay(id.ToString()) with { IsInSet = id is 'c' or 'e' or 'f' }).ToArray();

        Assert.Equal("e f c a b d", Rank(new RoundRobinLoadBalancer(), 1, relays));
    }

    [Fact]
    public void A_decision_says_who_was_first_what_each_was_worth_and_who_was_out()
    {
        var ranking = new RelayRanking(new LeastLatencyLoadBalancer(), Options, _logger, new Random(1), start: 0);
        Assert.Null(ranking.LastDecision);

        ranking.Rank(
        [
            Relay("a", healthy: false) with { IsInSet = true, Latency = TimeSpan.FromMilliseconds(5) },
            Relay("b") with { IsInSet = true, Latency = TimeSpan.FromMilliseconds(40), State = RelayState.Primary },
            Relay("c") with { IsInSet = true, Latency = TimeSpan.FromMilliseconds(20) }, Relay("d"),
        ]);

        var decision = ranking.LastDecision!;
        Assert.Equal(("least-latency", "c", false, false), (decision.Strategy, decision.Choice, decision.IsPanic, decision.StrategyFailed));
        Assert.Equal(["c", "b", "a", "d"], decision.Ranking.Select(ranked => ranked.Relay.Id));
        Assert.Equal([20, 40, 5, null], decision.Ranking.Select(ranked => ranked.Score));
        Assert.Equal(RelayExclusion.Unhealthy, decision.Ranking[2].Exclusion);
        Assert.True(decision.Ranking[1].IsPrimary);
        Assert.Equal(
            "'c' is the strategy's best pick among the 2 of 3 relays that can be chosen; it would have been 'a', which is out " +
            "(Unhealthy).", decision.Reason);
        Assert.Equal(
            """
            least-latency: 'c' is the strategy's best pick among the 2 of 3 relays that can be chosen; it would have been 'a', which is out (Unhealthy).
              1. c score 20
              2. b (primary) score 40
              3. a score 5 Unhealthy
              4. d not in the set
              Score: peak-sensitive average of the round-trip time in ms; less is better.
            """.ReplaceLineEndings(), decision.ToString());
    }

    [Fact]
    public void A_decision_says_that_nobody_could_be_chosen_and_that_a_strategy_failed()
    {
        var ranking = new RelayRanking(new RoundRobinLoadBalancer(), Options, _logger, new Random(1), start: 0);
        ranking.Rank([Relay("a", healthy: false)]);
        Assert.True(ranking.LastDecision!.IsPanic);
        Assert.Contains("rather than none", ranking.LastDecision.Reason, StringComparison.Ordinal);

        ranking = new RelayRanking(new Throwing(), Options, _logger, new Random(1), start: 0);
        ranking.Rank([Relay("a")]);
        Assert.True(ranking.LastDecision!.StrategyFailed);
        Assert.Equal(
            "The strategy threw InvalidOperationException, so 'a' is first in the order of the list.", ranking.LastDecision.Reason);

        ranking.Rank([]);
        Assert.Null(ranking.LastDecision!.Choice);
    }

    [Fact]
    public void The_region_is_asked_for_once_and_a_provider_that_throws_is_reported()
    {
        var options = new RelayOptions { RegionProvider = new BrokenProvider() };
        var ranking = new RelayRanking(new GeographicLoadBalancer(), options, _logger, new Random(1), start: 0);

        ranking.Rank([Relay("a")]);
        ranking.Rank([Relay("a")]);

        Assert.Equal("", ranking.LastDecision!.Region);
        Assert.Equal(612, Assert.Single(_logger.Entries).Id.Id);
    }

    [Fact]
    public void A_given_region_is_used_and_nobody_is_asked()
    {
        var options = new RelayOptions { Region = "eu-west-1", RegionProvider = new BrokenProvider() };
        var ranking = new RelayRanking(new GeographicLoadBalancer(), options, _logger, new Random(1), start: 0);
        static RelayInfo At(string id, string region) => Relay(id) with { Endpoint = ValidOptions.Relay(id) with { Region = region } };

        Assert.Equal(["b", "c", "a"], ranking.Rank([At("a", "us-east-1"), At("b", "eu-west-1"), At("c", "eu-central-1")]));
        Assert.Empty(_logger.Entries);
    }

    private string Rank(ILoadBalancer balancer, long start, params RelayInfo[] relays) =>
        string.Join(' ', new RelayRanking(balancer, Options, _logger, new Random(1), start).Rank(relays));

    private static RelayInfo Relay(string id, bool healthy = true) =>
        new() { Endpoint = ValidOptions.Relay(id), IsHealthy = healthy, Quality = 50 };

    private sealed class BrokenProvider : IRegionProvider
    {
        public string? FindRegion() => throw new InvalidOperationException("broken");
    }

    private sealed class Throwing : ILoadBalancer
    {
        public string Name => "throwing";

        public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context) =>
            throw new InvalidOperationException("broken");
    }

    private sealed class Fixed(int answer) : ILoadBalancer
    {
        public string Name => "fixed";

        public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context) => answer;
    }
}
