using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Subscriptions;

/// <summary>The open subscriptions of one session, at most <c>MaxSubscriptions</c>.</summary>
internal sealed class OpenSubscriptions(int maxSubscriptions)
{
    private readonly Lock _lock = new();
    private readonly HashSet<MessageSubscription> _open = [];

    /// <exception cref="SubscriptionRefusedException">There are as many as allowed.</exception>
    public void Add(MessageSubscription subscription)
    {
        lock (_lock)
        {
            if (_open.Count >= maxSubscriptions)
            {
                throw new SubscriptionRefusedException(
                    subscription.Topic,
                    $"The subscription to '{subscription.Topic}' is one more than MaxSubscriptions " +
                    $"({maxSubscriptions}) allows. Dispose one, or raise the limit.");
            }

            _ = _open.Add(subscription);
        }
    }

    /// <summary>A subscription has ended, as the machine sees it: only now may another one take its place.</summary>
    public void End(MessageSubscription subscription, in SubscriptionEnd end)
    {
        subscription.End(end);
        lock (_lock)
        {
            _ = _open.Remove(subscription);
        }
    }

    /// <summary>Ends those that the machine left open.</summary>
    public void EndAll(Action<MessageSubscription> end)
    {
        List<MessageSubscription> all;
        lock (_lock)
        {
            all = [.. _open];
            _open.Clear();
        }

        all.ForEach(end);
    }
}
