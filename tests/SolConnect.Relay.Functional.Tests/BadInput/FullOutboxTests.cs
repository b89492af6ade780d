using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.BadInput;

/// <summary>More is sent than the outbox holds, because no relay takes anything.</summary>
public sealed class FullOutboxTests
{
    [Fact]
    public async Task Senders_wait_for_room_first_in_first_out_and_nothing_is_lost()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        await using var sender = await fleet.ConnectAsync(options => options.OutboxCapacity = 10);
        var events = new EventRecorder(sender);
        await OfflineAsync(fleet, sender);

        var sends = Enumerable.Range(0, 20)
            .Select(number => sender.SendTextAsync("topic", $"{number}").AsTask()).ToList();
        Assert.DoesNotContain(sends, send => send.IsCompleted);
        await Patience.UntilAsync(() => sender.GetRelayMetrics().MessagesPending == 20, "ten sent and ten waiting");
        await events.WaitForAsync<AlertRaisedEventArgs>(alert => alert.Kind == AlertKind.OutboxFull);
        await RestartAsync(fleet);

        var receipts = await Task.WhenAll(sends).WithinPatienceAsync("the receipts");
        Assert.Equal(Enumerable.Range(1, 20), receipts.Select(receipt => (int)receipt.Id.Sequence));
        Assert.Equal(NumberedSender.Texts(20), await subscription.TakeTextsAsync(20));
        await sender.SendTextAsync("topic", "and on");
        Assert.Single(events.Of<AlertRaisedEventArgs>(), alert => alert.Kind == AlertKind.OutboxFull);
    }

    [Fact]
    public async Task A_send_that_waits_for_room_as_long_as_MessageTimeout_was_not_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var sender = await fleet.ConnectAsync(options =>
        {
            options.OutboxCapacity = 1;
            options.MessageTimeout = TimeSpan.FromMilliseconds(300);
        });
        await OfflineAsync(fleet, sender);

        var first = sender.SendTextAsync("topic", "in the outbox").AsTask();
        var second = sender.SendTextAsync("topic", "in line").AsTask();

        foreach (var send in (Task[])[first, second])
        {
            var error = await Assert.ThrowsAsync<SendFailedException>(() => send);
            Assert.Equal((RelayErrorCode.SendTimeout, DeliveryStatus.NotSent), (error.Code, error.Delivery));
        }
    }

    [Fact]
    public async Task Where_the_outbox_rejects_the_caller_knows_at_once_and_what_is_inside_arrives()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        await using var sender = await fleet.ConnectAsync(options =>
        {
            options.OutboxCapacity = 10;
            options.OutboxFullMode = OutboxFullMode.Reject;
        });
        await OfflineAsync(fleet, sender);
        var accepted = Enumerable.Range(0, 10)
            .Select(number => sender.SendTextAsync("topic", $"{number}").AsTask()).ToList();

        var error = await Assert.ThrowsAsync<OutboxFullException>(
            () => sender.SendTextAsync("topic", "rejected").AsTask());
        await RestartAsync(fleet);
        await Task.WhenAll(accepted).WithinPatienceAsync("the receipts");
        await sender.SendTextAsync("topic", "after");

        Assert.Equal((RelayErrorCode.OutboxFull, DeliveryStatus.NotSent), (error.Code, error.Delivery));
        var texts = await subscription.TakeTextsAsync(11);
        Assert.Equal([.. NumberedSender.Texts(10), "after"], texts);
    }

    [Fact]
    public async Task The_outbox_is_bounded_in_bytes_too()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var sender = await fleet.ConnectAsync(options =>
        {
            (options.MaxMessageBytes, options.OutboxBytes) = (1_000, 2_500);
            options.OutboxFullMode = OutboxFullMode.Reject;
        });
        await OfflineAsync(fleet, sender);
        var accepted = Enumerable.Range(0, 2).Select(_ => sender.SendAsync("topic", new byte[1_000]).AsTask()).ToList();

        await Assert.ThrowsAsync<OutboxFullException>(() => sender.SendAsync("topic", new byte[1_000]).AsTask());
        await RestartAsync(fleet);

        await Task.WhenAll(accepted).WithinPatienceAsync("the receipts");
    }

    [Fact]
    public async Task The_line_before_the_outbox_is_bounded_as_well()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var sender = await fleet.ConnectAsync(options => options.OutboxCapacity = 3);
        await OfflineAsync(fleet, sender);
        var accepted = Enumerable.Range(0, 6)
            .Select(number => sender.SendTextAsync("topic", $"{number}").AsTask()).ToList();

        var error = await Assert.ThrowsAsync<OutboxFullException>(
            () => sender.SendTextAsync("topic", "one more").AsTask());
        await RestartAsync(fleet);

        Assert.Equal(DeliveryStatus.NotSent, error.Delivery);
        await Task.WhenAll(accepted).WithinPatienceAsync("the receipts");
    }

    private static async Task OfflineAsync(RelayFleet fleet, RelayWebSocketTransport transport)
    {
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
    }

    private static Task RestartAsync(RelayFleet fleet) =>
        Task.WhenAll(fleet.Relays.Select(relay => relay.RestartAsync(keepLog: true)));
}
