using SolConnect.Relay.Simulation.Running;

namespace SolConnect.Relay.Simulation.Tests;

/// <summary>Whole worlds, a few hundred of them; the console program runs as many as there is time for.</summary>
public class SeedTests
{
    private const ulong FirstSeed = 50_000;

    [Fact]
    public void Four_hundred_worlds_keep_every_promise()
    {
        for (var seed = FirstSeed; seed < FirstSeed + 400; seed++)
        {
            AssertKeepsEveryPromise(seed);
        }
    }

    /// <summary>Seeds that found something once. What it was stands beside them.</summary>
    [Theory]
    [InlineData(1468UL, "the checker took an outcome during a client's pause for a late one")]
    [InlineData(6854UL, "a log that was topped up after its Sync did not keep the next message from becoming a gap")]
    [InlineData(10933UL, "the checker took a gap that crossed a top-up for a false one")]
    [InlineData(109868UL, "an answer to Sync that waited for credit was taken for news")]
    [InlineData(151993UL, "the same, with one relay topped up long after the other")]
    [InlineData(1059507UL, "a third write at the end of a connection")]
    [InlineData(295202448786UL, "credit of held messages was counted for one relay only")]
    [InlineData(295202458626UL, "an answer to Sync that waited for credit was taken for news")]
    [InlineData(608756071367UL, "a relay that had just got its credit back was taken for silent")]
    [InlineData(608756077446UL, "the same, with a hold buffer of a few messages")]
    [InlineData(456901UL, "a packet that a blackhole held took as long as the path had taken before")]
    [InlineData(47318464196UL, "the checker took a gap that is told again after a restart for a false one")]
    [InlineData(948001UL, "a relay was left although what it had sent was held until a slow reader of another one had caught up")]
    [InlineData(1086480UL, "the checker wanted a new subscription to read a relay that was only read out for older ones")]
    [InlineData(3006278UL, "the checker took a relay for left whose new address was welcomed and asked to be left in one message")]
    [InlineData(4083305UL, "the checker counted on a relay that was in the set at both ends of a send, and not in between")]
    [InlineData(4008308UL, "the same, where the relay ended the new connection in that message")]
    [InlineData(4000932UL, "the same, and it was lost before the checker looked")]
    [InlineData(40434UL, "the checker took a relay that was left and listed again in one turn for one that was left too early")]
    public void What_was_found_once_stays_found(ulong seed, string what)
    {
        Assert.NotEmpty(what);
        AssertKeepsEveryPromise(seed);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(77UL)]
    [InlineData(4242UL)]
    public async Task The_same_seed_tells_the_same_history_on_any_thread(ulong seed)
    {
        var first = SeedRun.Run(seed);
        var second = await Task.Run(() => SeedRun.Run(seed));

        Assert.Equal(first.Hash, second.Hash);
        Assert.Equal(first.History.Count, second.History.Count);
    }

    [Fact]
    public void Different_seeds_tell_different_histories() =>
        Assert.Equal(50, Enumerable.Range(1, 50).Select(seed => SeedRun.Run((ulong)seed).Hash).Distinct().Count());

    private static void AssertKeepsEveryPromise(ulong seed)
    {
        var result = SeedRun.Run(seed);

        Assert.True(result.Violations.Count == 0, $"Seed {seed}: {string.Join(" ", result.Violations)}");
    }
}
