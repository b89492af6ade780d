using System.Text;
using NSubstitute;

namespace SolConnect.Tests;

public sealed class SubscribeTests : IAsyncDisposable
{
    private static readonly MessageGap Gap = new(TestTransport.FirstId.Producer, 1, 5, 7, GapReason.HoldTimeExpired);

    private readonly SolConnectSDK _sdk = new();
    private readonly IMessageTransport _transport = TestTransport.Create();
    private readonly List<MessageSkippedEventArgs> _skipped = [];

    public SubscribeTests() => _sdk.MessageSkipped += (_, skipped) => _skipped.Add(skipped);

    public ValueTask DisposeAsync() => _sdk.DisposeAsync();

    [Fact]
    public async Task A_message_comes_with_all_that_is_known_about_it()
    {
        var sentAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var message = await SingleAsync(Payload("""{"v":1,"from":"Ann","text":"hi"}""") with
        {
            Id = TestTransport.FirstId,
            SentAt = sentAt,
            IsRedelivery = true,
            GapBefore = Gap,
        });

        Assert.Equal("lobby", message.SessionId);
        Assert.Equal("Ann", message.Sender);
        Assert.Equal("hi", message.Text);
        Assert.True(message.Data.IsEmpty);
        Assert.Equal(sentAt, message.SentAt);
        Assert.Equal(TestTransport.FirstId, message.Id);
        Assert.True(message.IsRedelivery);
        Assert.Equal(Gap, message.GapBefore);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ones_own_are_told_by_the_producer_and_not_by_the_name(bool isOwn)
    {
        var me = new ProducerId(Guid.NewGuid());
        _transport.Producer.Returns(me);
        var producer = isOwn ? me : new ProducerId(Guid.NewGuid());

        var message = await SingleAsync(Payload($$"""{"v":1,"from":"{{_sdk.Sender}}","text":"hi"}""") with { Id = new(producer, 1, 1) });

        Assert.Equal(isOwn, message.IsOwn);
    }

    [Fact]
    public async Task Of_a_transport_that_does_not_tell_none_is_ones_own()
    {
        Assert.Null(_transport.Producer);

        Assert.False((await SingleAsync(Text("hi"))).IsOwn);
    }

    [Fact]
    public async Task Bytes_come_back_as_bytes()
    {
        var message = await SingleAsync(Payload("""{"v":1,"from":"Ann","data":"AQID"}"""));

        Assert.Equal(new byte[] { 1, 2, 3 }, message.Data.ToArray());
        Assert.Equal("", message.Text);
    }

    [Theory]
    [InlineData("""{"v":1,"text":"hi"}""", "")]
    [InlineData("""{"v":1,"from":"Ann","text":"hi","mood":{"is":["new"]}}""", "Ann")]
    [InlineData("""  {"text":"hi","from":"Ann","v":1}  """, "Ann")]
    public async Task What_it_does_not_know_it_passes_over(string json, string sender)
    {
        var message = await SingleAsync(Payload(json));

        Assert.Equal((sender, "hi"), (message.Sender, message.Text));
        Assert.Empty(_skipped);
    }

    [Theory]
    [InlineData("", SkipReason.Malformed)]
    [InlineData("hello", SkipReason.Malformed)]
    [InlineData("null", SkipReason.Malformed)]
    [InlineData("[]", SkipReason.Malformed)]
    [InlineData("42", SkipReason.Malformed)]
    [InlineData("{", SkipReason.Malformed)]
    [InlineData("{}", SkipReason.Malformed)]
    [InlineData("""{"text":"hi"}""", SkipReason.Malformed)]
    [InlineData("""{"v":0,"text":"hi"}""", SkipReason.Malformed)]
    [InlineData("""{"v":"one","text":"hi"}""", SkipReason.Malformed)]
    [InlineData("""{"v":1,"text":5}""", SkipReason.Malformed)]
    [InlineData("""{"v":1,"data":"?"}""", SkipReason.Malformed)]
    [InlineData("""{"v":99999999999999999999,"text":"hi"}""", SkipReason.Malformed)]
    [InlineData("""{"v":1,"text":"hi"} and more""", SkipReason.Malformed)]
    [InlineData("""{"v":2,"text":"hi"}""", SkipReason.UnknownVersion)]
    [InlineData("""{"v":1,"from":"Ann"}""", SkipReason.Empty)]
    [InlineData("""{"v":1,"text":null}""", SkipReason.Empty)]
    public async Task What_is_no_chat_message_is_passed_over_and_reported(string json, SkipReason reason)
    {
        var texts = await TextsAsync(
            Text("before"), Payload(json) with { Id = TestTransport.FirstId, GapBefore = Gap }, Text("after"));

        Assert.Equal(["before", "after"], texts);
        var skipped = Assert.Single(_skipped);
        Assert.Equal(
            ("lobby", TestTransport.FirstId, reason, Gap),
            (skipped.SessionId, skipped.MessageId, skipped.Reason, skipped.GapBefore));
    }

    [Fact]
    public async Task Random_bytes_never_end_the_stream()
    {
        var random = new Random(1);
        var valid = """{"v":1,"from":"Ann","text":"hi","data":"AQID"}"""u8.ToArray();
        var messages = Enumerable.Range(0, 5_000).Select(_ =>
        {
            var bytes = valid.ToArray();
            for (var hit = random.Next(1, 6); hit > 0; hit--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            return new RelayMessage { Payload = bytes };
        });

        var texts = await TextsAsync([.. messages, Text("end")]);

        Assert.Equal("end", texts[^1]);
        Assert.Equal(5_001, texts.Count + _skipped.Count);
        Assert.NotEmpty(_skipped);
    }

    [Fact]
    public async Task A_handler_that_throws_does_not_end_the_stream()
    {
        _sdk.MessageSkipped += (_, _) => throw new InvalidOperationException("oops");

        Assert.Equal(["after"], await TextsAsync(Payload("rubbish"), Text("after")));
    }

    [Fact]
    public async Task The_options_of_a_subscription_are_passed_on()
    {
        TestTransport.Feed(_transport, "chat/lobby");
        await _sdk.InitializeAsync(_transport);
        var options = new SubscriptionOptions { Start = SubscriptionStart.Earliest };

        await using var subscription = await _sdk.SubscribeAsync("lobby", options);

        await _transport.Received(1).SubscribeAsync("chat/lobby", options, Arg.Any<CancellationToken>());
        Assert.Equal("lobby", subscription.SessionId);
    }

    [Fact]
    public async Task Disposing_the_sdk_ends_the_subscriptions_on_a_transport_that_lives_on()
    {
        var messages = TestTransport.Feed(_transport, "chat/lobby");
        var others = TestTransport.Feed(_transport, "chat/other");
        await _sdk.InitializeAsync(_transport);
        await _sdk.SubscribeAsync("lobby");
        var left = await _sdk.SubscribeAsync("other");
        await left.DisposeAsync();

        await _sdk.DisposeAsync();

        await messages.Received(1).DisposeAsync();
        await others.Received(1).DisposeAsync();
    }

    private async Task<ChatMessage> SingleAsync(RelayMessage message) => Assert.Single(await ReadAsync(message));

    private async Task<List<string>> TextsAsync(params RelayMessage[] messages) =>
        (await ReadAsync(messages)).ConvertAll(message => message.Text);

    private async Task<List<ChatMessage>> ReadAsync(params RelayMessage[] messages)
    {
        TestTransport.Feed(_transport, "chat/lobby", messages);
        await _sdk.InitializeAsync(_transport);
        await using var subscription = await _sdk.SubscribeAsync("lobby");
        var read = new List<ChatMessage>();
        await foreach (var message in subscription)
        {
            read.Add(message);
        }

        return read;
    }

    private static RelayMessage Text(string text) => Payload($$"""{"v":1,"from":"Ann","text":"{{text}}"}""");

    private static RelayMessage Payload(string payload) => new()
    {
        Topic = "chat/lobby",
        Payload = Encoding.UTF8.GetBytes(payload),
    };
}
