using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Failover;

/// <summary>One relay dies: its connections are reset, and nobody listens any more.</summary>
public sealed class KilledRelayTests
{
    [Fact]
    public async Task A_killed_primary_is_replaced_and_nothing_is_lost()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        var stream = new NumberedSender(sender, "topic");
        await stream.SendAsync(100);

        var killing = fleet.PrimaryOf(sender).KillAsync();
        await stream.SendAsync(100);
        await killing;
        await stream.SendAsync(100);
        await stream.FinishAsync();

        Assert.Equal(NumberedSender.Texts(300), await subscription.TakeTextsAsync(300));
        Assert.Equal(2, stream.Receipts[^1].Acks);
        Assert.Equal(0, receiver.GetRelayMetrics().GapCount);
    }

    [Fact]
    public async Task The_events_tell_which_relay_failed_which_one_took_over_and_why()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);
        await transport.SendTextAsync("topic", "before");
        var old = fleet.PrimaryOf(transport);
        var connection = transport.GetActiveConnections().Single(open => open.IsPrimary).Number;

        await old.KillAsync();
        var closed = await events.WaitForAsync<ConnectionClosedEventArgs>(closed => closed.WasOpen);
        var started = await events.WaitForAsync<FailoverStartedEventArgs>();
        var completed = await events.WaitForAsync<FailoverCompletedEventArgs>();

        Assert.Equal(
            (old.Endpoint, connection, CloseReason.Reset, true),
            (closed.Relay, closed.ConnectionNumber, closed.Reason, closed.WasPrimary));
        Assert.True(closed.NextDialIn > TimeSpan.Zero);
        Assert.Equal((old.Endpoint, FailoverReason.ConnectionLost), (started.OldRelay, started.Reason));
        Assert.Equal(closed.Detail, started.Detail);
        Assert.Equal((old.Endpoint, FailoverReason.ConnectionLost), (completed.OldRelay, completed.Reason));
        Assert.Equal(fleet.PrimaryOf(transport).Endpoint, completed.NewRelay);
        Assert.NotEqual(old.Endpoint, completed.NewRelay);
        Assert.Equal(TimeSpan.Zero, completed.DetectionTime);
        Assert.InRange(completed.FailoverTime, TimeSpan.Zero, Patience.Limit);
        var metrics = transport.GetRelayMetrics();
        Assert.Equal(1, metrics.FailoverCount);
        Assert.Equal(completed.NewRelay, metrics.LastFailover?.NewRelay);
    }

    [Fact]
    public async Task A_killed_standby_is_no_failover()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var events = new EventRecorder(transport);
        var primary = fleet.PrimaryOf(transport);

        await fleet.Relays.First(relay => relay != primary).KillAsync();
        var closed = await events.WaitForAsync<ConnectionClosedEventArgs>(closed => closed.WasOpen);
        var receipt = await transport.SendTextAsync("topic", "after");

        Assert.False(closed.WasPrimary);
        Assert.Equal(2, receipt.Acks);
        Assert.Empty(events.Of<FailoverStartedEventArgs>());
        Assert.Equal(0, transport.GetRelayMetrics().FailoverCount);
        Assert.Same(primary, fleet.PrimaryOf(transport));
    }

    [Fact]
    public async Task A_subscription_resumes_at_its_position_on_a_relay_that_returns()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        var reader = new MessageReader(subscription);
        await using var sender = await fleet.ConnectAsync(options => options.Relays.RemoveAt(1));
        var stream = new NumberedSender(sender, "topic");
        await stream.SendAsync(10);
        await stream.FinishAsync();
        await reader.WaitForAsync(10);

        // Only the first relay has the messages, so the subscription must go on there and nowhere else.
        await fleet.Relays[0].RestartAsync(keepLog: true);
        await sender.WaitForStateAsync(TransportState.Connected);
        await stream.SendAsync(10);
        await stream.FinishAsync();
        await reader.WaitForAsync(20);

        Assert.Equal(NumberedSender.Texts(20), reader.Texts);
        Assert.DoesNotContain(reader.Messages.Take(10), message => message.IsRedelivery);
        Assert.Equal(0, receiver.GetRelayMetrics().DuplicatesDropped);
    }

    [Fact]
    public async Task What_waits_in_the_log_when_the_subscriber_reconnects_is_marked_as_redelivery()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic", new() { BufferBytes = 4 * 1024 });
        await using var sender = await fleet.ConnectAsync();
        for (var number = 0; number < 100; number++)
        {
            await sender.SendTextAsync("topic", $"{number}".PadRight(1_000));
        }

        // Nobody reads, so most of it has to stay in the log.
        await Patience.UntilAsync(() => receiver.GetRelayMetrics().TotalMessagesReceived > 0, "the first message");
        await fleet.Relays[0].KillAsync();
        await receiver.WaitForStateAsync(TransportState.Offline);
        await fleet.Relays[0].RestartAsync(keepLog: true);
        await receiver.WaitForStateAsync(TransportState.Connected);

        var messages = await subscription.TakeAsync(100);
        Assert.Equal(
            NumberedSender.Texts(100), messages.Select(message => message.Text().TrimEnd()));
        Assert.False(messages[0].IsRedelivery);
        Assert.True(messages[^1].IsRedelivery);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_message_arrives_once_and_in_order_through_ten_kills(bool keepLog)
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        var reader = new MessageReader(subscription);
        var stream = new NumberedSender(sender, "topic");

        for (var kill = 0; kill < 10; kill++)
        {
            await stream.SendAsync(50);
            var victim = fleet.PrimaryOf(sender);
            var killing = victim.KillAsync();
            await stream.SendAsync(75);
            await killing;
            await stream.SendAsync(75);
            await stream.FinishAsync();
            await victim.RestartAsync(keepLog);
            await sender.WaitForStateAsync(TransportState.Connected);
            await receiver.WaitForStateAsync(TransportState.Connected);

            // The promise holds while one relay that acknowledged survives until the subscriber has read it.
            await reader.WaitForAsync(stream.Sent);
        }

        Assert.Equal(NumberedSender.Texts(2_000), reader.Texts);
        Assert.DoesNotContain(reader.Messages, message => message.GapBefore is not null);
        Assert.Equal(10, sender.GetRelayMetrics().FailoverCount);
        Assert.Equal(2_000, sender.GetRelayMetrics().TotalMessagesSent);
        Assert.Equal(0, receiver.GetRelayMetrics().GapCount);
    }
}
