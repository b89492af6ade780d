using SolConnect.Relay.Core.Session;
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

        Assert.True(first.Count > 300);
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
        var subscription = world.Subscribe();
        for (var count = 0; count < 200; count++)
        {
            var relay = world.Relays[random.Next(3)];
            switch (random.Next(6))
            {
                case 0 when relay.Phase == ConnectionPhase.Gone:
                    relay.Open();
                    break;
                case 1 when relay.View.OpenedAt != Instant.Never:
                    relay.Lose();
                    break;
                case 2 when relay.Topics.Count > 0 && relay.Published.Count > 0:
                    relay.Ack(relay.Published[^1].Sequence, relay.Published[^1].Topic);
                    break;
                case 3:
                    world.Advance(random.Next(400));
                    break;
                case 4:
                    world.Consume(subscription);
                    break;
                default:
                    world.Send($"m{count}", random.Next(2) == 0 ? "t" : "u");
                    break;
            }
        }

        world.Stop();
        return world.Transcript;
    }
}
