using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Authentication;

public sealed class TopicTests
{
    [Fact]
    public async Task A_denied_topic_ends_a_send_and_a_subscription_and_leaves_others_alone()
    {
        await using var fleet = await RelayFleet.StartAsync(2, options =>
            options.AuthorizeTopic = wanted => !wanted.Topic.StartsWith("secret", StringComparison.Ordinal));
        await using var transport = await fleet.ConnectAsync();

        var send = await Assert.ThrowsAsync<MessageRejectedException>(
            async () => await transport.SendTextAsync("secret", "x"));
        var subscribe = await Assert.ThrowsAsync<SubscriptionRefusedException>(
            async () => await transport.SubscribeAsync("secret"));

        Assert.Equal(DeliveryStatus.Rejected, send.Delivery);
        Assert.Contains("TopicDenied", send.Message, StringComparison.Ordinal);
        Assert.Equal("secret", subscribe.Topic);
        await using var subscription = await transport.SubscribeAsync("free");
        await transport.SendTextAsync("free", "x");
        Assert.Equal(["x"], await subscription.TakeTextsAsync(1));
    }

    [Fact]
    public async Task Messages_beyond_the_rate_arrive_later_and_none_is_lost()
    {
        await using var fleet = await RelayFleet.StartAsync(2, options => options.MaxMessagesPerSecond = 50);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("t");

        var sends = Enumerable.Range(1, 120).Select(number => transport.SendTextAsync("t", $"{number}").AsTask()).ToList();

        await Task.WhenAll(sends).WithinPatienceAsync("the receipts");
        Assert.Equal(Enumerable.Range(1, 120).Select(number => $"{number}"), await subscription.TakeTextsAsync(120));
    }
}
