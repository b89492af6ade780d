using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>The application's subscriptions: desired state that is put to every relay that opens.</summary>
internal sealed class SubscriptionTable(
    SessionContext context, RelayRoster roster, PublishingSet publishing, Func<Connection, WireBuffer> control)
{
    private readonly Dictionary<int, Subscription> _subscriptions = [];
    private readonly List<Subscription> _missing = [];
    private readonly List<Subscription> _touched = [];
    private readonly SubscriptionNumbers _numbers = new();

    public int Count => _subscriptions.Count;

    /// <summary>When a missing message is next due to become a gap.</summary>
    public Instant NextDeadline
    {
        get
        {
            var next = Instant.Never;
            foreach (var subscription in _missing)
            {
                next = Instant.Earlier(next, subscription.NextDeadline);
            }

            return next;
        }
    }

    public void Add(SubscriptionHandle handle)
    {
        if (_subscriptions.Count >= context.Options.MaxSubscriptions)
        {
            context.Effects.Add(SessionEffect.EndSubscription(handle, new(
                SubscriptionEndKind.Refused, Detail: $"the session holds {context.Options.MaxSubscriptions} subscriptions already")));
            return;
        }

        handle.Number = _numbers.Next();
        var subscription = new Subscription(handle, context, roster, control, _numbers, _missing);
        _subscriptions.Add(handle.Number, subscription);
        foreach (var relay in roster.Read)
        {
            if (Reads(relay))
            {
                subscription.Ask(relay);
            }
        }
    }

    public void Remove(SubscriptionHandle handle)
    {
        if (_subscriptions.Remove(handle.Number, out var subscription))
        {
            _numbers.Forget(subscription);
            subscription.End(new(SubscriptionEndKind.Requested));
        }
    }

    public void EndAll(SubscriptionEnd end)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.End(end);
        }

        _subscriptions.Clear();
    }

    public void Consumed(SubscriptionHandle handle, int origin, long credit)
    {
        if (_subscriptions.TryGetValue(handle.Number, out var subscription))
        {
            subscription.Consumed(origin, credit);
        }
    }

    /// <summary>A relay has opened, or become the one to read from.</summary>
    public void Opened(RelayNode relay)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            if (Reads(relay))
            {
                subscription.Ask(relay);
            }
        }
    }

    public void Closed(RelayNode relay)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Lost(relay);
        }
    }

    /// <summary>A relay is to be read too. It may be one that was about to be left.</summary>
    public void Join(RelayNode relay)
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Join(relay);
            if (Reads(relay))
            {
                subscription.Ask(relay);
            }
        }
    }

    /// <summary>Whether no subscription waits for anything of a relay that is being left; asks it where that is not known.</summary>
    public bool HaveReadOut(RelayNode relay)
    {
        var haveAll = true;
        foreach (var subscription in _subscriptions.Values)
        {
            haveAll &= subscription.HasReadOut(relay);
        }

        return haveAll;
    }

    /// <summary>When a relay that is being left is waited for no longer.</summary>
    public Instant ReadOutBy(RelayNode relay)
    {
        var next = Instant.Never;
        foreach (var subscription in _subscriptions.Values)
        {
            // One whose wait is over may have to wait for another subscription's.
            var by = subscription.ReadOutBy(relay);
            next = by > context.Now ? Instant.Earlier(next, by) : next;
        }

        return next;
    }

    /// <summary>A relay is left for good: it is not read, and not waited for.</summary>
    public void Forget(RelayNode relay)
    {
        foreach (var subscription in _subscriptions.Values.ToList())
        {
            subscription.Forget(relay);
            AfterNews(subscription);
        }
    }

    /// <summary>There are more relays than there ever were at a time.</summary>
    public void Widen()
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Widen();
        }
    }

    /// <summary>Reads from the primary alone: the others are left when the primary changes.</summary>
    public void PrimaryChanged()
    {
        if (context.Options.ReceiveFrom == ReceiveMode.All)
        {
            return;
        }

        foreach (var relay in roster.Read)
        {
            foreach (var subscription in _subscriptions.Values)
            {
                if (Reads(relay))
                {
                    subscription.Ask(relay);
                }
                else
                {
                    subscription.Leave(relay);
                }
            }
        }
    }

    /// <summary>Returns what is wrong with the frame, or <c>null</c>. One for a subscription that has ended is no error: it crossed our Unsubscribe.</summary>
    public string? OnSubscribed(RelayNode relay, in SubscribedFrame frame) =>
        Find(frame.Subscription) is { } subscription
            ? Answer(subscription, subscription.OnSubscribed(relay, frame)) : CheckKnown(frame.Subscription);

    public string? OnDeliver(RelayNode relay, in DeliverFrame frame, int frameLength) =>
        Find(frame.Subscription) is { } subscription
            ? Answer(subscription, subscription.OnDeliver(relay, frame, frameLength)) : CheckKnown(frame.Subscription);

    public string? OnSynced(RelayNode relay, in SyncFrame frame) =>
        Find(frame.Subscription) is { } subscription
            ? Answer(subscription, subscription.OnSynced(relay, frame)) : CheckKnown(frame.Subscription);

    /// <summary>Gives up on what has been missing for <c>HoldTime</c>.</summary>
    public void Tick()
    {
        for (var index = _missing.Count - 1; index >= 0; index--)
        {
            var subscription = _missing[index];
            if (subscription.NextDeadline <= context.Now)
            {
                subscription.ResolveMisses();
                AfterNews(subscription);
            }
        }
    }

    private bool Reads(RelayNode relay) =>
        relay.IsOpen
        && (context.Options.ReceiveFrom == ReceiveMode.All || relay == publishing.Primary || relay == publishing.StandIn);

    /// <summary>
    /// At the end of each step: how far the logs of all subscriptions that it concerned are accounted for.
    /// </summary>
    public void TellPositions()
    {
        foreach (var subscription in _touched)
        {
            subscription.TellPositions();
        }

        _touched.Clear();
    }

    private Subscription? Find(int number) => _subscriptions.GetValueOrDefault(number) ?? _numbers.Find(number);

    private string? CheckKnown(int number) => number <= _numbers.Last ? null : "it names a subscription that never was";

    private string? Answer(Subscription subscription, string? error)
    {
        AfterNews(subscription);
        return error;
    }

    // A subscription can end itself, on a gap or when all relays refuse it; it is taken out here, outside of any loop.
    private void AfterNews(Subscription subscription)
    {
        if (subscription.HasEnded)
        {
            _subscriptions.Remove(subscription.Number);
            _numbers.Forget(subscription);
        }
        else if (!subscription.IsTouched)
        {
            subscription.IsTouched = true;
            _touched.Add(subscription);
        }
    }
}
