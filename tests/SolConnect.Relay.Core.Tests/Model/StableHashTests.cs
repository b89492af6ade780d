namespace SolConnect.Relay.Core.Tests.Model;

/// <summary>Every client must compute the same sets, so the hash can never change.</summary>
public sealed class StableHashTests
{
    [Fact]
    public void Texts_end_where_they_end()
    {
        Assert.NotEqual(Hash("ab", "c"), Hash("a", "bc"));
        Assert.NotEqual(Hash("a"), Hash("a", ""));
    }

    [Fact]
    public void Texts_that_differ_at_the_end_differ_in_all_bits()
    {
        var differing = Enumerable.Range(0, 1_000)
            .Select(number => System.Numerics.BitOperations.PopCount(Hash($"r{number}") ^ Hash($"r{number + 1}")));

        Assert.InRange(differing.Average(), 31, 33);
    }

    private static ulong Hash(params string[] texts) =>
        StableHash.Finish(texts.Aggregate(StableHash.Start, StableHash.Add));
}
