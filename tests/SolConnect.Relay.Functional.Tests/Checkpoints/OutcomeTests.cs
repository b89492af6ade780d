using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Checkpoints;

/// <summary>What an application is told when relays confirm its subscription.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public async Task Each_relay_confirms_once_with_its_log()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);

        await using var subscription = await transport.SubscribeAsync("news");

        foreach (var relay in fleet.Relays)
        {
            var told = await events.WaitForAsync<SubscriptionConfirmedEventArgs>(one => one.Relay.Id == relay.Id);
            Assert.Equal(("news", SubscriptionOutcome.Fresh), (told.Topic, told.Outcome));
            Assert.Equal(new LogPosition(relay.Log, 0), told.Position);
        }
    }

    [Theory]
    [InlineData(true, SubscriptionOutcome.Resumed)]
    [InlineData(false, SubscriptionOutcome.Reset)]
    public async Task A_relay_that_comes_back_tells_whether_it_has_its_log(bool keepLog, SubscriptionOutcome outcome)
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);
        await using var subscription = await transport.SubscribeAsync("news");
        var relay = fleet.Relays[0];
        await events.WaitForAsync<SubscriptionConfirmedEventArgs>(one => one.Relay.Id == relay.Id);

        await relay.RestartAsync(keepLog);

        var told = await events.WaitForAsync<SubscriptionConfirmedEventArgs>(
            one => one.Relay.Id == relay.Id && one.Outcome != SubscriptionOutcome.Fresh);
        Assert.Equal((outcome, relay.Log), (told.Outcome, told.Position.Log));
    }
}
