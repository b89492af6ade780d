namespace SolConnect.Relay.Core.Tests.Session.Refusals;

public sealed class RetryAfterTests
{
    private const string Relay = "relay-0";

    [Theory]
    [InlineData(0.1, 0.1, 0.35)]
    [InlineData(2, 2, 2.25)]
    [InlineData(60, 60, 66)]
    [InlineData(3600, 3600, 3960)]
    [InlineData(86_400, 3600, 3960)]
    public void What_the_relay_asks_for_wins_over_the_backoff(double asked, double least, double most)
    {
        var world = new RefusalWorld(relays: 1);
        for (var failure = 0; failure < 20; failure++)
        {
            world.Fail(Relay, CloseReason.UpgradeRefused, TimeSpan.FromSeconds(asked));

            Assert.InRange(world.NextIn, TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));
            world.AdvanceToDeadline();
        }
    }

    [Fact]
    public void Without_a_wish_the_backoff_counts()
    {
        var world = new RefusalWorld(relays: 1);
        for (var failure = 0; failure < 20; failure++)
        {
            world.Fail(Relay, CloseReason.UpgradeRefused);

            Assert.InRange(world.NextIn, TimeSpan.Zero, TimeSpan.FromSeconds(15));
            world.AdvanceToDeadline();
        }
    }
}
