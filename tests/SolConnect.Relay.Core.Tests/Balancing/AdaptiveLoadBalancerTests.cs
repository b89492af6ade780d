namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class AdaptiveLoadBalancerTests
{
    private static readonly AdaptiveLoadBalancer Balancer = new();
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly SelectionState _state = new();
    private TimeSpan _now;

    [Fact]
    public void Before_anything_is_learned_the_fastest_is_taken()
    {
        Assert.Equal(1, Look(Candidates.Near(0, 30), Candidates.Near(1, 10), Candidates.Near(2, -1)));
    }

    [Fact]
    public void A_relay_that_acknowledged_slowly_is_not_believed_when_it_answers_pings_fast()
    {
        Repeat(60, Acknowledging(0, 60), Candidates.Near(1, 20));

        // Left alone, only its pings are measured, and they are fast.
        Assert.Equal(1, Look(Candidates.Near(0, 10), Acknowledging(1, 20)));
        Assert.Equal(1, Repeat(360, Candidates.Near(0, 10), Acknowledging(1, 20)));
    }

    [Fact]
    public void What_was_learned_is_forgotten_so_that_a_relay_gets_another_chance()
    {
        Repeat(60, Acknowledging(0, 60), Candidates.Near(1, 20));

        var picks = Enumerable.Range(0, 12).Select(_ => Repeat(360, Candidates.Near(0, 10), Acknowledging(1, 20))).ToList();

        Assert.Equal(1, picks[0]);
        Assert.Equal(0, picks[^1]);
    }

    [Fact]
    public void Failures_cost_what_they_delay()
    {
        for (var round = 0; round < 30; round++)
        {
            Repeat(20, Acknowledging(0, 10), Candidates.Near(1, 11));
            Look(Acknowledging(0, 10) with { IsHealthy = false }, Candidates.Near(1, 11));
        }

        Assert.Equal(1, Look(Acknowledging(0, 10), Candidates.Near(1, 11)));
        Assert.InRange(Balancer.Score(Acknowledging(0, 10), Candidates.With(_state)), 11.5, 13.5);
    }

    [Fact]
    public void A_leader_stays_while_it_is_within_two_percent()
    {
        Assert.Equal(0, Look(Candidates.Near(0, 10.2), Candidates.Near(1, 20)));
        _state.Leader = "r0";

        Assert.Equal(0, Look(Candidates.Near(0, 10.2), Candidates.Near(1, 10)));
        Assert.Equal(1, Look(Candidates.Near(0, 10.3), Candidates.Near(1, 10)));
    }

    [Fact]
    public void Uncertainty_makes_a_relay_worth_a_try()
    {
        // Its acknowledgements vary widely: the mean is above the other's, the lower bound is not.
        for (var i = 0; i < 6; i++)
        {
            Look(Acknowledging(0, i % 2 == 0 ? 5 : 45), Candidates.Near(1, 22));
        }

        Assert.True(Balancer.Score(Candidates.Near(0, 25), Candidates.With(_state)) < 22);
    }

    private static RelayCandidate Acknowledging(int index, double latency) =>
        Candidates.Near(index, latency) with { IsPublishing = true };

    private int Look(params RelayCandidate[] candidates) => Repeat(1, candidates);

    private int Repeat(int times, params RelayCandidate[] candidates)
    {
        for (var i = 0; i < times; i++)
        {
            _now += Step;
            _state.Observe(candidates, _now);
        }

        return Balancer.Select(candidates, Candidates.With(_state));
    }
}
