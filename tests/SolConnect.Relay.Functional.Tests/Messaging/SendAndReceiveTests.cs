using System.Security.Cryptography;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Messaging;

/// <summary>Two transports that meet on three relays, none of which fails.</summary>
public sealed class SendAndReceiveTests
{
    [Fact]
    public async Task A_message_reaches_the_other_transport_and_its_receipt_says_that_two_relays_hold_it()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("greetings");

        var receipt = await sender.SendTextAsync("greetings", "hello");

        var message = Assert.Single(await subscription.TakeAsync(1));
        Assert.Equal("hello", message.Text());
        Assert.Equal("greetings", message.Topic);
        Assert.Equal(receipt.Id, message.Id);
        Assert.False(message.IsRedelivery);
        Assert.Null(message.GapBefore);
        Assert.Equal(
            (2, Durability.Received, "greetings", false),
            (receipt.Acks, receipt.Durability, receipt.Topic, receipt.WasResent));
        Assert.Equal(1, receipt.Id.Sequence);
    }

    [Fact]
    public async Task The_sender_receives_its_own_messages_too()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("echo");

        await transport.SendTextAsync("echo", "me");

        Assert.Equal(["me"], await subscription.TakeTextsAsync(1));
    }

    [Fact]
    public async Task Messages_of_a_topic_keep_the_order_in_which_they_were_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("numbers");
        var stream = new NumberedSender(sender, "numbers");

        await stream.SendAsync(1_000);
        await stream.FinishAsync();

        Assert.Equal(NumberedSender.Texts(1_000), await subscription.TakeTextsAsync(1_000));
        Assert.All(
            stream.Receipts, (receipt, index) => Assert.Equal((index + 1, 2), (receipt.Id.Sequence, receipt.Acks)));
    }

    [Fact]
    public async Task Every_subscriber_gets_its_own_topic_and_nothing_else()
    {
        string[] topics = ["north", "south", "east"];
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        var subscriptions = new List<IMessageSubscription>();
        foreach (var topic in topics)
        {
            subscriptions.Add(await receiver.SubscribeAsync(topic));
            subscriptions.Add(await receiver.SubscribeAsync(topic));
        }

        for (var index = 0; index < 100; index++)
        {
            foreach (var topic in topics)
            {
                await sender.SendTextAsync(topic, $"{topic} {index}");
            }
        }

        foreach (var subscription in subscriptions)
        {
            Assert.Equal(
                Enumerable.Range(0, 100).Select(index => $"{subscription.Topic} {index}"),
                await subscription.TakeTextsAsync(100));
        }
    }

    [Fact]
    public async Task Many_producers_at_once_each_keep_their_own_order()
    {
        const int Producers = 8;
        const int Each = 200;
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var receiver = await fleet.ConnectAsync();
        await using var subscription = await receiver.SubscribeAsync("crowd");
        var senders = await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => fleet.ConnectAsync()));

        await Task.WhenAll(senders.Select(async sender =>
        {
            var stream = new NumberedSender(sender, "crowd");
            await stream.SendAsync(Each);
            await stream.FinishAsync();
        }));
        var messages = await subscription.TakeAsync(Producers * Each);

        var byProducer = messages.GroupBy(message => message.Id.Producer).ToList();
        Assert.Equal(Producers, byProducer.Count);
        Assert.All(
            byProducer,
            producer => Assert.Equal(NumberedSender.Texts(Each), producer.Select(message => message.Text())));
        foreach (var sender in senders)
        {
            await sender.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_payload_is_copied_before_the_call_returns()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("copies");
        var buffer = "before"u8.ToArray();

        var sending = transport.SendAsync("copies", buffer);
        buffer.AsSpan().Fill((byte)'x');
        await sending;

        Assert.Equal(["before"], await subscription.TakeTextsAsync(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    public async Task A_payload_of_any_size_up_to_the_limit_arrives_unchanged(int bytes)
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync(options => options.MaxMessageBytes = 64 * 1024);
        await using var subscription = await transport.SubscribeAsync("sizes");
        var payload = RandomNumberGenerator.GetBytes(bytes);

        var receipt = await transport.SendAsync("sizes", payload);

        var message = Assert.Single(await subscription.TakeAsync(1));
        Assert.Equal(payload, message.Payload.ToArray());
        Assert.Equal(2, receipt.Acks);
    }

    [Fact]
    public async Task The_largest_payload_that_a_relay_takes_arrives_unchanged()
    {
        const int MiB = 1024 * 1024;
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync(options => options.MaxMessageBytes = MiB);
        await using var subscription = await transport.SubscribeAsync("large", new() { BufferBytes = 4 * 1024 });
        var payloads = Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetBytes(MiB)).ToArray();

        await Task.WhenAll(payloads.Select(payload => transport.SendAsync("large", payload).AsTask()));

        Assert.Equal(payloads, (await subscription.TakeAsync(5)).Select(message => message.Payload.ToArray()));
    }

    [Fact]
    public async Task One_relay_alone_gives_receipts_that_say_one()
    {
        await using var fleet = await RelayFleet.StartAsync(1);
        await using var transport = await fleet.ConnectAsync();

        var receipt = await transport.SendTextAsync("alone", "hello");

        Assert.Equal(1, receipt.Acks);
    }

    [Fact]
    public async Task The_metrics_count_receipts_and_messages_not_copies()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("counted");

        for (var index = 0; index < 10; index++)
        {
            await transport.SendTextAsync("counted", "one");
        }

        await subscription.TakeAsync(10);
        var metrics = transport.GetRelayMetrics();
        Assert.Equal(
            (10, 10, 0, 0, 0),
            (metrics.TotalMessagesSent, metrics.TotalMessagesReceived, metrics.TotalMessagesFailed,
                metrics.MessagesPending, metrics.FailoverCount));
        Assert.Equal((3, 3, 3), (metrics.TotalRelays, metrics.HealthyRelays, metrics.ActiveConnections));
    }
}
