using System.Collections.Concurrent;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.CancelAndDispose;

/// <summary>Cancelling ends a wait. What is known about delivery is said, and nobody else is disturbed.</summary>
public sealed class CancelTests
{
    [Fact]
    public async Task A_send_that_is_cancelled_before_the_call_is_not_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();

        var error = await Assert.ThrowsAsync<SendCanceledException>(
            () => transport.SendTextAsync("topic", "never", new CancellationToken(canceled: true)).AsTask());

        Assert.Equal((DeliveryStatus.NotSent, null), (error.Delivery, error.MessageId));
        Assert.Equal(1, (await transport.SendTextAsync("topic", "first")).Id.Sequence);
    }

    [Fact]
    public async Task A_send_that_is_cancelled_in_an_outage_is_not_sent_and_never_arrives()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        await using var sender = await fleet.ConnectAsync();
        await fleet.KillAllAsync();
        await sender.WaitForStateAsync(TransportState.Offline);
        using var cancel = new CancellationTokenSource();
        var before = sender.SendTextAsync("topic", "before").AsTask();
        var cancelled = sender.SendTextAsync("topic", "cancelled", cancel.Token).AsTask();
        var after = sender.SendTextAsync("topic", "after").AsTask();

        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<SendCanceledException>(() => cancelled);
        await fleet.Relays[0].RestartAsync(keepLog: true);
        var receipts = await Task.WhenAll(before, after).WithinPatienceAsync("the receipts");

        Assert.Equal(DeliveryStatus.NotSent, error.Delivery);
        Assert.Equal(cancel.Token, error.CancellationToken);
        Assert.Equal([1, 2], receipts.Select(receipt => (int)receipt.Id.Sequence));
        Assert.Equal(["before", "after"], await subscription.TakeTextsAsync(2));
    }

    [Fact]
    public async Task A_send_that_is_cancelled_in_line_for_the_outbox_gives_its_place_to_the_next()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = await fleet.ConnectAsync(options => options.OutboxCapacity = 1);
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
        using var cancel = new CancellationTokenSource();
        var inside = transport.SendTextAsync("topic", "inside").AsTask();
        var cancelled = transport.SendTextAsync("topic", "cancelled", cancel.Token).AsTask();

        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<SendCanceledException>(() => cancelled);
        var next = transport.SendTextAsync("topic", "next").AsTask();
        await fleet.Relays[0].RestartAsync(keepLog: true);

        Assert.Equal(DeliveryStatus.NotSent, error.Delivery);
        await Task.WhenAll(inside, next).WithinPatienceAsync("the receipts");
    }

    [Fact]
    public async Task A_send_that_is_cancelled_after_it_was_sent_is_unknown_and_the_connection_goes_on()
    {
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var relay = new FakeRelay("relay", async connection =>
        {
            await connection.WelcomeAsync();
            await connection.ReadPublishAsync();
            published.SetResult();
            await connection.ReadPublishAsync();
            await connection.AcknowledgeAsync(alias: 1, through: 2);
            await connection.SwallowAsync();
        });
        await using var transport = new RelayWebSocketTransport(new() { Relays = [relay.Endpoint] });
        await transport.ConnectAsync();
        using var cancel = new CancellationTokenSource();

        var sending = transport.SendTextAsync("topic", "cancelled", cancel.Token).AsTask();
        await published.Task.WithinPatienceAsync("the message at the relay");
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAsync<SendCanceledException>(() => sending);
        var receipt = await transport.SendTextAsync("topic", "next");

        Assert.Equal((DeliveryStatus.Unknown, 1L), (error.Delivery, error.MessageId?.Sequence));
        Assert.Equal(2, receipt.Id.Sequence);
        Assert.Equal(1, relay.Connections);
    }

    [Fact]
    public async Task Cancelling_at_random_during_failovers_breaks_no_connection_and_loses_nothing_else()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("topic");
        var reader = new MessageReader(subscription);
        var events = new EventRecorder(sender);
        var outcomes = new ConcurrentDictionary<string, DeliveryStatus?>();

        async Task SendAsync(int number, Random random)
        {
            using var cancel = new CancellationTokenSource();
            var sending = sender.SendTextAsync("topic", $"{number}", cancel.Token).AsTask();
            if (number % 3 == 0)
            {
                await Task.Yield();
                cancel.CancelAfter(random.Next(3));
            }

            try
            {
                await sending.WithinPatienceAsync($"the outcome of message {number}");
                Assert.True(outcomes.TryAdd($"{number}", null));
            }
            catch (SendCanceledException error)
            {
                Assert.True(outcomes.TryAdd($"{number}", error.Delivery));
            }
        }

        for (var kill = 0; kill < 3; kill++)
        {
            var random = new Random(kill);
            var victim = fleet.PrimaryOf(sender);
            var sends = Enumerable.Range(kill * 300, 150).Select(number => SendAsync(number, random)).ToList();
            var killing = victim.KillAsync();
            sends.AddRange(Enumerable.Range((kill * 300) + 150, 150).Select(number => SendAsync(number, random)));
            await Task.WhenAll(sends);
            await killing;
            await victim.RestartAsync(keepLog: true);
            await sender.WaitForStateAsync(TransportState.Connected);
        }

        await sender.SendTextAsync("topic", "last");
        await Patience.UntilAsync(() => reader.Texts.Contains("last"), "the last message");
        var received = reader.Texts.ToList();
        Assert.Equal(900, outcomes.Count);
        Assert.Equal(received.Count, received.Distinct().Count());
        Assert.All(
            outcomes.Where(outcome => outcome.Value is null), outcome => Assert.Contains(outcome.Key, received));
        Assert.All(
            outcomes.Where(outcome => outcome.Value == DeliveryStatus.NotSent),
            outcome => Assert.DoesNotContain(outcome.Key, received));
        Assert.Equal(3, events.Of<ConnectionClosedEventArgs>().Count(closed => closed.WasOpen));
    }

    [Fact]
    public async Task Cancelling_ConnectAsync_ends_the_wait_and_the_dialling_goes_on()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await fleet.KillAllAsync();
        await using var transport = new RelayWebSocketTransport(fleet.Options());
        using var cancel = new CancellationTokenSource();

        var connecting = transport.ConnectAsync(cancel.Token);
        await cancel.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        await fleet.Relays[0].RestartAsync(keepLog: true);

        Assert.Equal(cancel.Token, error.CancellationToken);
        await transport.WaitForStateAsync(TransportState.Connected);
        Assert.Equal(1, (await transport.SendTextAsync("topic", "text")).Acks);
    }

    [Fact]
    public async Task Cancelling_SubscribeAsync_takes_the_subscription_back_and_the_next_one_works()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = await fleet.ConnectAsync(options => options.MaxSubscriptions = 1);
        await fleet.KillAllAsync();
        await transport.WaitForStateAsync(TransportState.Offline);
        using var cancel = new CancellationTokenSource();

        var subscribing = transport.SubscribeAsync("topic", cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscribing);
        await fleet.Relays[0].RestartAsync(keepLog: true);
        await transport.WaitForStateAsync(TransportState.Connected);

        await using var subscription = await transport.SubscribeAsync("topic");
        await transport.SendTextAsync("topic", "text");
        Assert.Equal(["text"], await subscription.TakeTextsAsync(1));
    }

    [Fact]
    public async Task Cancelling_DisconnectAsync_ends_the_wait_and_not_the_disconnecting()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = await fleet.ConnectAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => transport.DisconnectAsync(new CancellationToken(canceled: true)));

        await transport.WaitForStateAsync(TransportState.Disconnected);
    }
}
