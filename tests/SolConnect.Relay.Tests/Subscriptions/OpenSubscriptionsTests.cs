using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;
using SolConnect.Relay.Subscriptions;

namespace SolConnect.Relay.Tests.Subscriptions;

public class OpenSubscriptionsTests
{
    private readonly SessionInbox _inbox = new(outboxCapacity: 1, maxSubscriptions: 2, relays: 1);
    private readonly OpenSubscriptions _open = new(maxSubscriptions: 2);

    [Fact]
    public void One_more_than_the_limit_is_refused_with_the_name_of_the_limit()
    {
        _open.Add(Subscription());
        _open.Add(Subscription());

        var error = Assert.Throws<SubscriptionRefusedException>(() => _open.Add(Subscription()));

        Assert.Contains("MaxSubscriptions (2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_frees_a_place_only_once_the_machine_has_ended_the_subscription()
    {
        var first = Subscription();
        _open.Add(first);
        _open.Add(Subscription());

        await first.DisposeAsync();
        Assert.Throws<SubscriptionRefusedException>(() => _open.Add(Subscription()));
        _open.End(first, new(SubscriptionEndKind.Requested));

        _open.Add(Subscription());
    }

    [Fact]
    public async Task Ending_all_ends_each_of_them_once()
    {
        MessageSubscription[] all = [Subscription(), Subscription()];
        Array.ForEach(all, _open.Add);
        var ended = new List<MessageSubscription>();

        _open.EndAll(ended.Add);
        _open.EndAll(ended.Add);

        Assert.Equal(all.ToHashSet(), ended.ToHashSet());
        Assert.Equal(2, ended.Count);
        await all[0].DisposeAsync();
    }

    private MessageSubscription Subscription() =>
        new("prices", new() { BufferBytes = 4_096 }, GapPolicy.Continue, maxProducers: 10, _inbox);
}
