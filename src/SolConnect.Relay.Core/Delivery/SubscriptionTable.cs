using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>The application's subscriptions: desired state that is put to every relay that opens.</summary>
internal sealed class SubscriptionTable(SessionContext context, PublishingSet publishing, Func<Connection, WireBuffer> control)
{
    private readonly Dictionary<int, Subscription> _subscriptions = [];
    private readonly List<Subscription> _missing = [];
    private int _lastNumber;

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

        handle.Number = ++_lastNumber;
        var subscription = new Subscription(handle, context, publishing.Set, control, _missing);
        _subscriptions.Add(handle.Number, subscription);
        foreach (var relay in publishing.Set)
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

    /// <summary>Reads from the primary alone: the others are left when the primary changes.</summary>
    public void PrimaryChanged()
    {
        if (context.Options.ReceiveFrom == ReceiveMode.All)
        {
            return;
        }

        foreach (var relay in publishing.Set)
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
    public string? OnSubscribed(RelayNode relay, in SubscribedFrame frame) => Answer(
        frame.Subscription, _subscriptions.GetValueOrDefault(frame.Subscription)?.OnSubscribed(relay, frame));

    public string? OnDeliver(RelayNode relay, in DeliverFrame frame, int frameLength) => Answer(
        frame.Subscription, _subscriptions.GetValueOrDefault(frame.Subscription)?.OnDeliver(relay, frame, frameLength));

    public string? OnSynced(RelayNode relay, in SyncFrame frame) => Answer(
        frame.Subscription, _subscriptions.GetValueOrDefault(frame.Subscription)?.OnSynced(relay, frame.Nonce));

    /// <summary>Gives up on what has been missing for <c>HoldTime</c>.</summary>
    public void Tick()
    {
        for (var index = _missing.Count - 1; index >= 0; index--)
        {
            var subscription = _missing[index];
            if (subscription.NextDeadline <= context.Now)
            {
                subscription.ResolveMisses();
                Sweep(subscription.Number);
            }
        }
    }

    private bool Reads(RelayNode relay) =>
        relay.IsOpen
        && (context.Options.ReceiveFrom == ReceiveMode.All || relay == publishing.Primary || relay == publishing.StandIn);

    private string? Answer(int number, string? error)
    {
        Sweep(number);
        return error ?? (number <= _lastNumber ? null : "it names a subscription that never was");
    }

    // A subscription can end itself, on a gap or when all relays refuse it; it is taken out here, outside of any loop.
    private void Sweep(int number)
    {
        if (_subscriptions.TryGetValue(number, out var subscription) && subscription.HasEnded)
        {
            _subscriptions.Remove(number);
        }
    }
}
