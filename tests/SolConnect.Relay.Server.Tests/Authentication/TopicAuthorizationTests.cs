using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Tests.Sockets;

namespace SolConnect.Relay.Server.Tests.Authentication;

public sealed class TopicAuthorizationTests : IAsyncLifetime
{
    private readonly List<TopicAuthorizationContext> _asked = [];
    private EmbeddedRelay _relay = null!;

    public async ValueTask InitializeAsync() => _relay = await EmbeddedRelay.StartAsync(new()
    {
        Configure = options =>
        {
            options.Authenticate = (context, _) => new(RelayAuthenticationResult.Allowed(context.Token!));
            options.AuthorizeTopic = IsAllowed;
        },
    });

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    private bool IsAllowed(TopicAuthorizationContext wanted)
    {
        _asked.Add(wanted);
        return wanted.Topic.Length > 0 && wanted.Topic[0] switch
        {
            'b' => throw new InvalidOperationException("The hook is broken."),
            's' => wanted.Access == TopicAccess.Subscribe,
            _ => wanted.Topic.StartsWith($"{wanted.Subject}/", StringComparison.Ordinal),
        };
    }

    private async Task<WireClient> ConnectAsync()
    {
        var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, authorization: "Bearer ann");
        await client.HelloAsync();
        Assert.Equal([FrameType.Welcome], await client.ReadFramesAsync());
        return client;
    }

    [Theory]
    [InlineData("ann/1", nameof(FrameType.Ack))]
    [InlineData("carl/1", nameof(FrameType.Reject))]
    [InlineData("shared", nameof(FrameType.Reject))]
    [InlineData("broken", nameof(FrameType.Reject))]
    public async Task Publishing_is_allowed_topic_by_topic(string topic, string answer)
    {
        await using var client = await ConnectAsync();

        await client.SendAsync(buffer =>
        {
            new TopicFrame(1, topic).Write(buffer);
            new PublishFrame { Alias = 1, Sequence = 1, Floor = 1, Timestamp = 0, Headers = [], Payload = [1] }.Write(buffer);
        });

        Assert.Equal([answer], (await client.ReadFramesAsync()).Select(type => type.ToString()));
        Assert.Equal([new("ann", topic, TopicAccess.Publish)], _asked);
    }

    [Theory]
    [InlineData("ann/1", SubscribeOutcome.Fresh)]
    [InlineData("carl/1", SubscribeOutcome.Refused)]
    [InlineData("shared", SubscribeOutcome.Fresh)]
    [InlineData("broken", SubscribeOutcome.Refused)]
    internal async Task Subscribing_is_allowed_topic_by_topic(string topic, SubscribeOutcome outcome)
    {
        await using var client = await ConnectAsync();

        await client.SendAsync(new SubscribeFrame(1, topic, StartKind.Latest, default, 0, 1000).Write);

        var answer = await client.ReadAsync();
        var frames = new FrameReader(answer.Span);
        Assert.Equal(FrameReadResult.Frame, frames.Read());
        Assert.True(SubscribedFrame.TryRead(frames.Body, out var subscribed));
        Assert.Equal(outcome, subscribed.Outcome);
        Assert.Equal([new("ann", topic, TopicAccess.Subscribe)], _asked);
    }

    [Fact]
    public async Task What_rides_along_with_Hello_is_judged_as_well()
    {
        await using var client = await WireClient.ConnectAsync(_relay.Endpoint.Url, authorization: "Bearer ann");

        await client.SendAsync(buffer =>
        {
            new HelloFrame(1, new(Guid.NewGuid()), 1, 1, "", 0, "").Write(buffer);
            new TopicFrame(1, "carl/1").Write(buffer);
            new PublishFrame { Alias = 1, Sequence = 1, Floor = 1, Timestamp = 0, Headers = [], Payload = [1] }.Write(buffer);
        });

        Assert.Equal([FrameType.Welcome, FrameType.Reject], await client.ReadFramesAsync());
    }
}
