using System.Text;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Functional.Tests.BadInput;

/// <summary>What is wrong with a call is said by the call itself; nothing is sent, and the next call works.</summary>
public sealed class ArgumentTests
{
    public static TheoryData<string> BadTopics => new("", new string('t', 256), new string('ü', 128));

    [Theory]
    [MemberData(nameof(BadTopics))]
    public async Task A_bad_topic_is_refused_before_anything_is_sent(string topic)
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();

        var sending = await Assert.ThrowsAsync<ArgumentException>(
            () => transport.SendTextAsync(topic, "text").AsTask());
        var subscribing = await Assert.ThrowsAsync<ArgumentException>(() => transport.SubscribeAsync(topic).AsTask());

        Assert.Equal(("topic", "topic"), (sending.ParamName, subscribing.ParamName));
        await AssertNothingWasSentAsync(transport);
    }

    [Fact]
    public async Task No_topic_at_all_is_refused_before_anything_is_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentNullException>(() => transport.SendTextAsync(null!, "text").AsTask());
        await Assert.ThrowsAsync<ArgumentNullException>(() => transport.SubscribeAsync(null!).AsTask());

        await AssertNothingWasSentAsync(transport);
    }

    [Fact]
    public async Task A_topic_that_is_no_text_is_refused_before_anything_is_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => transport.SendTextAsync("half \ud800 pair", "text").AsTask());

        await AssertNothingWasSentAsync(transport);
    }

    [Fact]
    public async Task A_topic_of_255_bytes_is_allowed()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();
        var topic = new string('ü', 127) + "t";
        Assert.Equal(255, Encoding.UTF8.GetByteCount(topic));
        await using var subscription = await transport.SubscribeAsync(topic);

        await transport.SendTextAsync(topic, "text");

        Assert.Equal(topic, Assert.Single(await subscription.TakeAsync(1)).Topic);
    }

    [Fact]
    public async Task A_message_above_MaxMessageBytes_is_refused_before_anything_is_sent()
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync(options => options.MaxMessageBytes = 1_000);

        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => transport.SendAsync("topic", new byte[1_001]).AsTask());

        Assert.Equal("payload", error.ParamName);
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        await AssertNothingWasSentAsync(transport);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4 * 1024 - 1)]
    public async Task A_subscription_buffer_outside_its_range_is_refused(int bytes)
    {
        await using var fleet = await RelayFleet.StartAsync(2);
        await using var transport = await fleet.ConnectAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => transport.SubscribeAsync("topic", new() { BufferBytes = bytes }).AsTask());

        await AssertNothingWasSentAsync(transport);
    }

    // The next message is the first one that any relay sees.
    private static async Task AssertNothingWasSentAsync(RelayWebSocketTransport transport)
    {
        Assert.Equal(0, transport.GetRelayMetrics().MessagesPending);
        Assert.Equal(0, transport.GetRelayMetrics().TotalMessagesFailed);
        await using var subscription = await transport.SubscribeAsync("good");
        var receipt = await transport.SendTextAsync("good", "text");
        Assert.Equal((1, 2), (receipt.Id.Sequence, receipt.Acks));
        Assert.Equal(["text"], await subscription.TakeTextsAsync(1));
    }
}
