using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Which relays of the set are published to: as many open ones as logs must acknowledge, sticky, in the order in which
/// they joined. The best ranked among them is the primary, and stays it until it leaves.
/// </summary>
internal sealed class PublishingSet(RelayNode[] set, SessionOptions options)
{
    private readonly List<RelayNode> _members = [];
    private int _openRelays;
    private bool _isSharedLog;

    public RelayNode[] Set { get; } = set;

    public RelayNode? Primary { get; private set; }

    public bool IsMember(RelayNode relay) => _members.Contains(relay);

    /// <summary>Lets members go that are not open, and fills up with the best ranked open relays. Returns whether anything changed.</summary>
    public bool Refill()
    {
        _openRelays = Set.Count(relay => relay.IsOpen);
        _isSharedLog = FindSharedLog();
        var changed = _members.RemoveAll(member => !member.IsOpen) > 0;
        var wanted = RequiredLogs(refusals: 0);
        while (_members.Count > wanted)
        {
            _members.RemoveAt(LastToLeave());
            changed = true;
        }

        while (_members.Count < wanted && BestRanked(Set, relay => relay.IsOpen && !IsMember(relay)) is { } next)
        {
            _members.Add(next);
            changed = true;
        }

        if (Primary is null || !IsMember(Primary))
        {
            Primary = BestRanked(_members, _ => true);
        }

        return changed;
    }

    /// <summary>Distinct logs that must acknowledge before a message is retired.</summary>
    public int RequiredLogs(int refusals) =>
        options.RequiredAcks ?? (_isSharedLog ? 1 : Math.Max(1, Math.Min(2, Set.Length - refusals)));

    /// <summary>Distinct logs whose acks give a receipt now: an automatic receipt is given at what is open, and says how many.</summary>
    public int ReceiptLogs(int refusals)
    {
        var required = RequiredLogs(refusals);
        return options.RequiredAcks is null ? Math.Clamp(_openRelays - refusals, 1, required) : required;
    }

    /// <summary>Whether a topic is published to a relay: its members, and a stand-in for each member that refused the topic.</summary>
    public bool Publishes(TopicOutbox topic, RelayNode relay)
    {
        if (!relay.IsOpen || Refuses(topic, relay))
        {
            return false;
        }

        if (IsMember(relay))
        {
            return true;
        }

        var substitutes = _members.Count(member => Refuses(topic, member));
        return substitutes > 0
            && Set.Where(other => other.IsOpen && !IsMember(other) && !Refuses(topic, other)).Take(substitutes).Contains(relay);
    }

    public int Refusals(TopicOutbox topic)
    {
        var count = 0;
        foreach (var relay in Set)
        {
            count += Refuses(topic, relay) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Every relay that can be published to at all refuses the topic.</summary>
    public bool RefusesEverywhere(TopicOutbox topic)
    {
        var refusals = Refusals(topic);
        return refusals > 0 && refusals + Set.Count(relay => relay.Dials.Admission.IsBarred) == Set.Length;
    }

    // A refusal holds for the connection on which it was said: the relay may have been given other rules since.
    private static bool Refuses(TopicOutbox topic, RelayNode relay) =>
        topic.Cursors[relay.Slot] is { IsRefused: true } cursor && relay.Connection?.Number == cursor.Connection;

    // All relays that have introduced themselves are doors to one log.
    private bool FindSharedLog()
    {
        var known = Set.Where(relay => relay.HasLog).ToList();
        return known.Count > 0
            && known.TrueForAll(relay => relay.Log == known[0].Log)
            && (known.Count > 1 || known[0].Durability >= Durability.Replicated);
    }

    private int LastToLeave()
    {
        var last = _members.Count - 1;
        return _members[last] == Primary && last > 0 ? last - 1 : last;
    }

    private static RelayNode? BestRanked(IEnumerable<RelayNode> relays, Func<RelayNode, bool> eligible)
    {
        RelayNode? best = null;
        foreach (var relay in relays)
        {
            if (eligible(relay) && (best is null || relay.Rank < best.Rank))
            {
                best = relay;
            }
        }

        return best;
    }
}
