using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub;
using SolConnect.Relay.Server.Tests.Hub.Support;

namespace SolConnect.Relay.Server.Tests.Hub;

public sealed class LimitTests
{
    private readonly HubWorld _world = new(new() { MaxTopicsPerConnection = 2, MaxPendingAnswers = 4 });

    [Fact]
    public void Aliases_count_up_from_one()
    {
        var client = _world.Connect().Send(new TopicFrame(2, "t").Write);

        Assert.Equal("Topic alias 1 comes next, not 2.", client.Errors.Single().Detail);
        Assert.Equal((HubCloseCause.ProtocolViolation, 1002), (client.End!.Cause, client.End.Status));
    }

    [Fact]
    public void More_topics_than_Welcome_allowed_end_the_connection()
    {
        var client = _world.Connect().Topic("a").Topic("b").Topic("c");

        Assert.Equal(ErrorCode.LimitExceeded, client.Errors.Single().Code);
        Assert.Equal((HubCloseCause.LimitExceeded, 1008), (client.End!.Cause, client.End.Status));
    }

    [Fact]
    public void Pings_whose_answers_nobody_reads_are_limited()
    {
        var client = Stalled();

        client.Ping(1).Ping(2).Ping(3).Ping(4);
        Assert.Null(client.End);
        client.Ping(5);

        Assert.Equal(HubCloseCause.LimitExceeded, client.End!.Cause);
    }

    [Fact]
    public void Refused_subscriptions_whose_answers_nobody_reads_are_limited()
    {
        var client = Stalled();

        for (var subscription = 1; subscription <= 6; subscription++)
        {
            client.Subscribe("t", subscription: subscription);
        }

        Assert.Null(client.End);
        client.Subscribe("t", subscription: 7);
        Assert.Equal(HubCloseCause.LimitExceeded, client.End!.Cause);
    }

    [Fact]
    public void Syncs_that_wait_for_credit_are_limited()
    {
        _world.Publisher().Publish(1);
        var subscriber = _world.Subscriber(credit: 0);

        subscriber.Sync(1).Sync(2).Sync(3).Sync(4);
        Assert.Null(subscriber.End);
        subscriber.Sync(5);

        Assert.Equal(HubCloseCause.LimitExceeded, subscriber.End!.Cause);
    }

    [Fact]
    public void A_peer_that_does_not_read_is_closed_without_a_third_write()
    {
        var client = Stalled();

        client.SendBytes(new byte[] { 0x7F });

        Assert.Equal(2, client.WritesOutstanding);
        Assert.Empty(client.Errors);
        Assert.Equal(HubCloseCause.ProtocolViolation, client.End!.Cause);
    }

    /// <summary>A client with both of its writes outstanding.</summary>
    private TestClient Stalled() => _world.Connect().Stall().Ping(1).Ping(2);
}
