using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.Messaging;

/// <summary>Where a subscription begins and how it ends.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task Nothing_that_is_sent_after_subscribing_is_skipped()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();

        for (var round = 0; round < 20; round++)
        {
            var topic = $"round-{round}";
            await using var subscription = await receiver.SubscribeAsync(topic);
            var stream = new NumberedSender(sender, topic);
            await stream.SendAsync(10);
            await stream.FinishAsync();

            Assert.Equal(NumberedSender.Texts(10), await subscription.TakeTextsAsync(10));
        }
    }

    [Fact]
    public async Task Who_subscribes_to_a_running_stream_misses_nothing_from_then_on()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        var stream = new NumberedSender(sender, "running");
        await stream.SendAsync(100);

        var subscribing = receiver.SubscribeAsync("running");
        await stream.SendAsync(100);
        await using var subscription = await subscribing;
        var sentBefore = stream.Sent;
        await stream.SendAsync(100);
        await stream.FinishAsync();

        var reader = new MessageReader(subscription);
        await Patience.UntilAsync(() => reader.Texts.LastOrDefault() == "299", "the last message");
        var received = reader.Texts.Select(int.Parse).ToList();
        Assert.InRange(received[0], 0, sentBefore);
        Assert.Equal(Enumerable.Range(received[0], received.Count), received);
    }

    [Fact]
    public async Task A_subscription_from_the_earliest_reads_what_the_relays_still_hold()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        var stream = new NumberedSender(sender, "history");
        await stream.SendAsync(50);
        await stream.FinishAsync();

        await using var subscription =
            await receiver.SubscribeAsync("history", new() { Start = SubscriptionStart.Earliest });

        Assert.Equal(NumberedSender.Texts(50), await subscription.TakeTextsAsync(50));
    }

    [Fact]
    public async Task Disposing_a_subscription_ends_its_enumeration_and_no_other()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        var leaving = await transport.SubscribeAsync("news");
        await using var staying = await transport.SubscribeAsync("news");
        var reader = new MessageReader(leaving);
        await transport.SendTextAsync("news", "first");
        await reader.WaitForAsync(1);

        await leaving.DisposeAsync();
        await transport.SendTextAsync("news", "second");

        await reader.Completion.WithinPatienceAsync("the end of the enumeration");
        Assert.Equal(["first"], reader.Texts);
        Assert.Equal(["first", "second"], await staying.TakeTextsAsync(2));
        await leaving.DisposeAsync();
    }

    [Fact]
    public async Task An_enumeration_may_stop_and_another_one_goes_on_where_it_was()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("parts");
        foreach (var text in (string[])["a", "b", "c"])
        {
            await transport.SendTextAsync("parts", text);
        }

        var first = await subscription.TakeTextsAsync(1);
        var rest = await subscription.TakeTextsAsync(2);

        Assert.Equal(["a"], first);
        Assert.Equal(["b", "c"], rest);
    }

    [Fact]
    public async Task A_token_ends_the_enumeration_and_the_subscription_lives_on()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var transport = await fleet.ConnectAsync();
        await using var subscription = await transport.SubscribeAsync("tokens");
        using var cancel = new CancellationTokenSource();
        async Task ReadAsync()
        {
            await foreach (var _ in subscription.WithCancellation(cancel.Token))
            {
            }
        }

        var reading = ReadAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await transport.SendTextAsync("tokens", "still here");

        Assert.Equal(["still here"], await subscription.TakeTextsAsync(1));
    }

    [Fact]
    public async Task A_reader_that_does_not_read_stops_nobody_and_loses_nothing()
    {
        await using var fleet = await RelayFleet.StartAsync(3);
        await using var sender = await fleet.ConnectAsync();
        await using var receiver = await fleet.ConnectAsync();
        await using var slow = await receiver.SubscribeAsync("flood", new() { BufferBytes = 4 * 1024 });
        await using var fast = await receiver.SubscribeAsync("flood");
        var stream = new NumberedSender(sender, "flood");

        await stream.SendAsync(2_000);
        await stream.FinishAsync();
        var toFast = await fast.TakeTextsAsync(2_000);
        var toSlow = await slow.TakeTextsAsync(2_000);

        Assert.Equal(NumberedSender.Texts(2_000), toFast);
        Assert.Equal(toFast, toSlow);
    }
}
