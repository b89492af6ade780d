using SolConnect.Relay.Core.Tests.Session.Support;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>The same inputs at the same times with the same seed give the same effects, to the byte.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_history_gives_the_same_effects(int history)
    {
        var first = Play(history, seed: 5);

        Assert.True(first.Count > 200);
        Assert.Equal(first, Play(history, seed: 5));
    }

    [Fact]
    public void Another_seed_draws_other_waits()
    {
        Assert.NotEqual(Play(1, seed: 5), Play(1, seed: 6));
    }

    private static List<string> Play(int history, ulong seed)
    {
        var random = new Random(history);
        var world = SessionWorld.Connected(seed: seed);
        world.Subscribe();
        new RandomHistory(world).Play(Enumerable.Range(0, 300).Select(_ => new Move(
            (MoveKind)random.Next(Enum.GetValues<MoveKind>().Length), random.Next(3), random.Next(1_000))));
        world.Stop();
        return world.Transcript;
    }
}
