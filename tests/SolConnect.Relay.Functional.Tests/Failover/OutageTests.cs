using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Failover;

/// <summary>No relay is left: sends wait in the bounded outbox.</summary>
public sealed class OutageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_sent_during_an_outage_arrives_in_order_when_a_relay_returns(bool keepLog)
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        var events = new EventRecorder(sender);
        await fleet.KillAllAsync();
        await sender.WaitForStateAsync(TransportState.Offline);

        var sends = Enumerable.Range(0, 200)
            .Select(number => sender.SendTextAsync("topic", $"{number}").AsTask()).ToList();
        await Patience.UntilAsync(() => sender.GetRelayMetrics().MessagesPending == 200, "200 pending messages");
        Assert.DoesNotContain(sends, send => send.IsCompleted);
        Assert.True(sender.GetRelayMetrics().OldestPendingFor > TimeSpan.Zero);
        await fleet.Relays[1].RestartAsync(keepLog);

        var receipts = await Task.WhenAll(sends).WithinPatienceAsync("the receipts");
        Assert.Equal(NumberedSender.Texts(200), await subscription.TakeTextsAsync(200));
        Assert.All(receipts, receipt => Assert.Equal(1, receipt.Acks));
        Assert.Null(sender.GetRelayMetrics().OldestPendingFor);
        Assert.Equal(AlertKind.Offline, (await events.WaitForAsync<AlertRaisedEventArgs>()).Kind);
    }

    [Fact]
    public async Task What_one_relay_took_alone_is_topped_up_when_a_second_one_returns()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await fleet.KillAllAsync();
        await sender.WaitForStateAsync(TransportState.Offline);
        await fleet.Relays[0].RestartAsync(keepLog: true);
        await sender.SendTextAsync("topic", "precious");

        await fleet.Relays[1].RestartAsync(keepLog: true);
        await Patience.UntilAsync(() => sender.GetRelayMetrics().MessagesRetained == 0, "the second copy");
        await fleet.Relays[0].KillAsync();

        await using var late = new RelayWebSocketTransport(fleet.Options());
        await late.ConnectAsync();
        await using var subscription = await late.SubscribeAsync("topic", new() { Start = SubscriptionStart.Earliest });
        Assert.Equal(["precious"], await subscription.TakeTextsAsync(1));
    }

    [Fact]
    public async Task A_message_that_found_no_relay_in_time_was_not_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync(
            options => options.MessageTimeout = TimeSpan.FromMilliseconds(200));
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);

        var error = await Assert.ThrowsAsync<SendFailedException>(
            () => transport.SendTextAsync("topic", "late").AsTask());

        Assert.Equal(
            (RelayErrorCode.SendTimeout, DeliveryStatus.NotSent, null), (error.Code, error.Delivery, error.MessageId));
        await Patience.UntilAsync(() => transport.GetRelayMetrics().MessagesPending == 0, "an empty outbox");
        Assert.Equal(1, transport.GetRelayMetrics().TotalMessagesFailed);
    }

    [Fact]
    public async Task A_message_that_was_sent_and_not_acknowledged_in_time_is_unknown()
    {
        await using var relay = new FakeRelay("deaf", async connection =>
        {
            await connection.WelcomeAsync();
            await connection.SwallowAsync();
        });
        await using var transport = new RelayWebSocketTransport(new()
        {
            Relays = [relay.Endpoint],
            MessageTimeout = TimeSpan.FromSeconds(1),
            DrainTimeout = TimeSpan.Zero,
        });
        await transport.ConnectAsync();

        var error = await Assert.ThrowsAsync<SendFailedException>(
            () => transport.SendTextAsync("topic", "lost?").AsTask());

        Assert.Equal((RelayErrorCode.SendTimeout, DeliveryStatus.Unknown), (error.Code, error.Delivery));
        Assert.Equal(1, error.MessageId?.Sequence);
    }

    [Fact]
    public async Task After_an_outage_the_first_relay_back_is_the_primary()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);

        await fleet.Relays[2].RestartAsync(keepLog: true);
        await transport.WaitForStateAsync(TransportState.Degraded);

        Assert.Same(fleet.Relays[2], fleet.PrimaryOf(transport));
    }
}
