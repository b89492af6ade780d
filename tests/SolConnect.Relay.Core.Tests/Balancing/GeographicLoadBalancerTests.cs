namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class GeographicLoadBalancerTests
{
    private static readonly GeographicLoadBalancer Balancer = new();

    [Theory]
    [InlineData("us-east-1,eu-central-1,eu-west-1", "eu-west-1", "", 2)]
    [InlineData("us-east-1,eu-central-1,sa-east-1", "eu-west-1", "", 1)]
    [InlineData("us-east-1,eu-central-1,sa-east-1", "eu-west-1", "sa-east-1", 2)]
    [InlineData("us-east-1,eu-central-1,sa-east-1", "eu-west-1", "ap-south-1,us-east-1,sa-east-1", 0)]
    [InlineData("us-east-1,europe-west3", "eu-central-1", "us-east-1", 1)] // One city, two names.
    [InlineData("basement,us-east-1", "basement", "", 0)]
    [InlineData("basement,us-east-1", "ap-south-1", "", 1)]
    [InlineData("basement,us-east-1", "ap-south-1", "basement", 0)]
    [InlineData("us-east-1,EU-Central-1", "eu-central-1", "", 1)]
    public void Own_region_then_preferred_ones_in_order_then_distance(string regions, string own, string preferred, int expected)
    {
        var candidates = regions.Split(',').Select((region, index) => Candidates.Near(index, 10, region: region)).ToArray();
        var context = new SelectionContext(0, 0, "")
        {
            Region = own,
            PreferredRegions = preferred.Split(',', StringSplitOptions.RemoveEmptyEntries),
        };

        Assert.Equal([expected], Candidates.Drawn(Balancer, candidates, context));
    }

    [Theory]
    [InlineData("eu-central-1")]
    [InlineData("")]
    [InlineData("nowhere")]
    public void Among_equals_latency_decides(string own)
    {
        RelayCandidate[] candidates =
        [
            Candidates.Near(0, 30, region: "eu-central-1"), Candidates.Near(1, 10, region: "eu-central-1"),
            Candidates.Near(2, -1, region: "eu-central-1"),
        ];

        Assert.Equal([1], Candidates.Drawn(Balancer, candidates, new SelectionContext(0, 0, "") { Region = own }));
    }

    [Fact]
    public void A_leader_elsewhere_gives_way_to_a_relay_in_the_region_that_nobody_has_measured()
    {
        var state = new SelectionState { Leader = "r0" };
        RelayCandidate[] candidates = [Candidates.Near(0, 10, region: "us-east-1"), Candidates.Near(1, -1, region: "eu-west-1")];

        Assert.Equal([1], Candidates.Drawn(Balancer, candidates, Candidates.With(state) with { Region = "eu-west-1" }));
    }

    [Fact]
    public void A_context_that_was_never_filled_is_nowhere()
    {
        Assert.Equal(0, Balancer.Select([Candidates.Near(0, 10, region: "us-east-1")], default));
    }
}
