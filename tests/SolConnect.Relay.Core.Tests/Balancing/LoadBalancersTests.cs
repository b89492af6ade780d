namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class LoadBalancersTests
{
    public static TheoryData<string> Names => [.. LoadBalancers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_strategy_is_found_by_its_name_in_any_case(string name)
    {
        Assert.Equal(name, LoadBalancers.ByName(name)!.Name);
        Assert.Same(LoadBalancers.ByName(name), LoadBalancers.ByName(name.ToUpperInvariant()));
    }

    [Theory]
    [InlineData("weighted")]
    [InlineData("round-robin")]
    [InlineData("least-connections")]
    [InlineData("geographic")]
    [InlineData("least-latency")]
    [InlineData("rendezvous")]
    [InlineData("adaptive")]
    public void The_documented_names_exist(string name)
    {
        Assert.Contains(name, LoadBalancers.Names);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("fastest")]
    public void Another_name_finds_nothing(string? name)
    {
        Assert.Null(LoadBalancers.ByName(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pick_is_one_of_the_candidates_and_the_same_for_the_same_draw(string name)
    {
        var balancer = LoadBalancers.ByName(name)!;
        var candidates = Candidates.Of(90, 0, double.NaN, 20);

        for (var draw = 0; draw < 100; draw++)
        {
            var context = new SelectionContext(draw * 7, draw / 100.0, "");
            var pick = balancer.Select(candidates, context);
            Assert.InRange(pick, 0, candidates.Length - 1);
            Assert.Equal(pick, balancer.Select(candidates, context));
        }
    }
}
