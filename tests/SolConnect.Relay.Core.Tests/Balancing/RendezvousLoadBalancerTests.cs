using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class RendezvousLoadBalancerTests
{
    private static readonly RendezvousLoadBalancer Balancer = new();

    [Theory]
    [InlineData("")]
    [InlineData("chat")]
    [InlineData("prices")]
    public void The_pick_is_the_first_of_the_relay_set_whatever_the_order_and_the_numbers(string key)
    {
        var candidates = Candidates.Of(90, 10, 50, 0, 70, 30);
        var first = RelaySet.Choose(candidates.Select(candidate => candidate.Endpoint), 2, key)[0];

        foreach (var seed in Enumerable.Range(0, 20))
        {
            new Random(seed).Shuffle(candidates);
            Assert.Equal(first, candidates[Balancer.Select(candidates, new(seed, seed / 20.0, key))].Endpoint);
        }
    }

    [Fact]
    public void When_a_relay_goes_away_only_its_own_keys_move()
    {
        var candidates = Candidates.Of(new double[8]);
        var rest = candidates[1..];

        foreach (var key in Enumerable.Range(0, 200).Select(number => $"key{number}"))
        {
            var before = candidates[Balancer.Select(candidates, new(0, 0, key))];
            var after = rest[Balancer.Select(rest, new(0, 0, key))];
            Assert.True(before == candidates[0] || before == after);
        }
    }

    [Fact]
    public void Keys_spread_over_all_relays()
    {
        var candidates = Candidates.Of(new double[4]);
        var picks = Enumerable.Range(0, 1000).CountBy(number => Balancer.Select(candidates, new(0, 0, $"key{number}")));

        Assert.All(picks, pick => Assert.InRange(pick.Value, 190, 310));
    }
}
