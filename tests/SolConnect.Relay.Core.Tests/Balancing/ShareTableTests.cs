using FsCheck;
using FsCheck.Fluent;
using Property = SolConnect.Relay.Core.Tests.Wire.Property;

namespace SolConnect.Relay.Core.Tests.Balancing;

public sealed class ShareTableTests
{
    private static readonly Gen<(double[] Shares, double Draw)> Cases =
        from count in Gen.Choose(1, 40)
        from shares in Gen.ArrayOf(Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 1_000)), count)
        from draw in Gen.Choose(0, 99_999)
        select (shares.Select(share => (double)share).ToArray(), draw / 100_000.0);

    [Fact]
    public void The_table_finds_what_walking_along_the_shares_finds() => Property.Holds(Cases, item =>
    {
        var balancer = new WeightedLoadBalancer();
        var pick = balancer.Select(Candidates.Of(item.Shares), new(0, item.Draw, ""));

        Assert.Equal(Walk(item.Shares, item.Draw), pick);
    }, times: 2_000);

    [Fact]
    public void A_greater_draw_never_falls_on_an_earlier_candidate() => Property.Holds(Cases, item =>
    {
        var candidates = Candidates.Of(item.Shares);
        var picks = Enumerable.Range(0, 500).Select(draw => new WeightedLoadBalancer().Select(candidates, new(0, draw / 500.0, "")));

        Assert.Equal(picks.Order(), picks);
    });

    private static int Walk(double[] shares, double draw)
    {
        shares = shares.Sum() > 0 ? shares : [.. shares.Select(_ => 1.0)];
        var wanted = draw * shares.Sum();
        var sum = 0.0;
        for (var i = 0; i < shares.Length; i++)
        {
            sum += shares[i];
            if (wanted < sum)
            {
                return i;
            }
        }

        return Array.FindLastIndex(shares, share => share > 0);
    }
}
