using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Follows the relay list at run time. What comes is connected to and read at once, published to later; what goes is published
/// to for a while, read for longer, and left in good order when nothing is to be had of it any more.
/// </summary>
internal sealed class ListChanges(
    SessionContext context, RelayRoster roster, KnownTopics topics, SubscriptionTable subscriptions, ConnectionLife life)
{
    private IReadOnlyList<RelayEndpoint>? _waiting;

    public Instant NextDeadline
    {
        get
        {
            var next = roster.NextDeadline;
            foreach (var relay in roster.Read)
            {
                if (relay.IsLeaving)
                {
                    next = Instant.Earlier(next, subscriptions.ReadOutBy(relay));
                }
            }

            return next;
        }
    }

    /// <summary>Takes a new list, or refuses it and keeps the last one.</summary>
    public void Take(IReadOnlyList<RelayEndpoint> list)
    {
        if (WhatIsWrong(list) is { } wrong)
        {
            context.Effects.Report(new SessionEvent.Alert(
                AlertKind.RelayListRefused, null, $"a new relay list {wrong}; the last one stands"));
            return;
        }

        // One that comes meanwhile takes its place: only the newest matters.
        _waiting = roster.HasRoomFor(list) ? null : list;
        if (_waiting is null)
        {
            Change(list);
        }
    }

    /// <summary>At the beginning of every step: what the time that has passed means for who is published to and read.</summary>
    public void Advance()
    {
        if (roster.NextDeadline > context.Now)
        {
            return;
        }

        if (roster.Advance())
        {
            life.SetMoved();
        }

        foreach (var relay in roster.Read)
        {
            if (!relay.IsLeaving && !roster.IsWanted(relay))
            {
                relay.LeavingSince = context.Now;
            }
        }
    }

    /// <summary>At the end of every step: relays of which nothing more is to be had are left.</summary>
    public void Leave()
    {
        foreach (var relay in roster.Read)
        {
            if (relay.IsLeaving && subscriptions.HaveReadOut(relay))
            {
                subscriptions.Forget(relay);
                roster.Remove(relay);
                life.Part(relay);
                topics.Forget(relay);
            }
        }

        if (_waiting is { } list && roster.HasRoomFor(list))
        {
            _waiting = null;
            Change(list);
        }
    }

    private void Change(IReadOnlyList<RelayEndpoint> list)
    {
        Report(roster.List, list);
        var slots = roster.Slots;
        roster.Change(list);
        if (roster.Slots > slots)
        {
            topics.Widen();
            subscriptions.Widen();
        }

        foreach (var relay in roster.Read)
        {
            if (list.FirstOrDefault(endpoint => endpoint.Id == relay.Endpoint.Id) is { } endpoint)
            {
                relay.Describe(endpoint);
            }
        }

        foreach (var relay in roster.Newest)
        {
            relay.LeavingSince = Instant.Never;
            subscriptions.Join(relay);
        }

        life.ListChanged();
    }

    private void Report(IReadOnlyList<RelayEndpoint> old, IReadOnlyList<RelayEndpoint> list)
    {
        foreach (var gone in old.Where(relay => !Names(list, relay)))
        {
            context.Effects.Report(new SessionEvent.RelayRemoved(gone));
        }

        foreach (var added in list.Where(relay => !Names(old, relay)))
        {
            context.Effects.Report(new SessionEvent.RelayDiscovered(added));
        }
    }

    private static bool Names(IReadOnlyList<RelayEndpoint> list, RelayEndpoint relay) =>
        list.Any(other => other.Id == relay.Id && other.Url == relay.Url);

    private static string? WhatIsWrong(IReadOnlyList<RelayEndpoint> list)
    {
        if (list.Count == 0)
        {
            return "is empty";
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        return list.FirstOrDefault(relay => !ids.Add(relay.Id)) is { } twice ? $"names '{twice.Id}' twice" : null;
    }
}
