namespace SolConnect.Relay.Core.Tests.Model;

public sealed class DeterministicRandomTests
{
    [Fact]
    public void It_is_SplitMix64()
    {
        // The reference implementation's first outputs for the seed 1234567.
        var random = new DeterministicRandom(1_234_567);

        Assert.Equal(
            new ulong[] { 6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423 },
            new[] { random.Next(), random.Next(), random.Next() });
    }

    [Fact]
    public void Units_are_spread_evenly_below_one()
    {
        var random = new DeterministicRandom(1);
        var units = Enumerable.Range(0, 10_000).Select(_ => random.NextUnit()).ToList();

        Assert.All(units, unit => Assert.InRange(unit, 0, Math.BitDecrement(1.0)));
        Assert.All(units.CountBy(unit => (int)(unit * 10)), bucket => Assert.InRange(bucket.Value, 850, 1_150));
    }

    [Fact]
    public void Waits_stay_below_their_limit()
    {
        var random = new DeterministicRandom(1);

        Assert.All(
            Enumerable.Range(0, 1_000).Select(_ => random.NextUpTo(TimeSpan.FromSeconds(1))),
            wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }
}
