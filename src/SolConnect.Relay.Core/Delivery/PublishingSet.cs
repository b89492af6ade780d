using SolConnect.Relay.Core.Health;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Which relays of the set are published to: as many trusted ones as logs must acknowledge, sticky, in the order in which
/// they joined, and every suspected one until it is cleared or given up. The best ranked among them is the primary, and
/// stays it until it leaves.
/// </summary>
internal sealed class PublishingSet(RelayRoster roster, SessionContext context)
{
    private readonly SessionOptions _options = context.Options;
    private readonly SilenceTimers _timers = new(context.Options.FailoverThreshold);
    private readonly List<RelayNode> _members = [];
    private int _trustedRelays;
    private bool _isSharedLog;

    /// <summary>The relay set in force.</summary>
    public RelayNode[] Set => roster.Set;

    public RelayNode? Primary { get; private set; }

    /// <summary>The relay that a planned move goes to: published to beside the others until it takes over.</summary>
    public RelayNode? Guest { get; private set; }

    /// <summary>Where the primary's messages are read as long as it is suspected; <c>null</c> while it is not.</summary>
    public RelayNode? StandIn =>
        Primary is { IsSuspected: true } ? BestRanked(_members, member => member.IsTrusted) : null;

    /// <summary>Whether a relay that is published to has an answer overdue, so that another one stands by it.</summary>
    public bool HasSuspect
    {
        get
        {
            foreach (var member in _members)
            {
                if (member.IsSuspected)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>There are members, and none of them could take another write now.</summary>
    public bool IsBusyWriting
    {
        get
        {
            foreach (var member in _members)
            {
                if (member.Connection is not { OutstandingWrites: >= Connection.MaxOutstandingWrites })
                {
                    return false;
                }
            }

            return _members.Count > 0;
        }
    }

    private int Wanted => RequiredLogs(refusals: 0) + (Guest is null ? 0 : 1);

    public bool IsMember(RelayNode relay) => _members.Contains(relay);

    /// <summary>
    /// Lets members go that are not open, or not in the set any more, and fills up with the best ranked trusted relays: for a suspect another one joins
    /// at once, and when the suspicion has cleared the last to join leaves. Returns whether anything changed.
    /// </summary>
    public bool Refill()
    {
        _trustedRelays = Set.Count(relay => relay.IsTrusted);
        _isSharedLog = FindSharedLog();
        Guest = Guest is { IsTrusted: true } && Set.Contains(Guest) ? Guest : null;
        var changed = _members.RemoveAll(member => !member.IsOpen || !Set.Contains(member)) > 0;
        changed |= FitTo(Wanted);
        if (Primary is null || !IsMember(Primary))
        {
            Primary = BestRanked(_members, member => member.IsTrusted) ?? BestRanked(_members, _ => true);
        }

        return changed;
    }

    /// <summary>Begins a planned move: the relay is published to as well. The next <see cref="Refill"/> makes it so.</summary>
    public void Invite(RelayNode relay)
    {
        Guest = relay;
        if (!IsMember(relay))
        {
            _members.Add(relay);
        }
    }

    /// <summary>Gives a planned move up. At the next <see cref="Refill"/> the last to join leaves.</summary>
    public void SendGuestAway() => Guest = null;

    /// <summary>Ends a planned move: the guest is the primary, and the old one leaves if it is not needed.</summary>
    public void MoveToGuest()
    {
        var old = Primary;
        (Primary, Guest) = (Guest, null);
        if (old is not null && old != Primary && _members.Count(member => member.IsTrusted) > RequiredLogs(refusals: 0))
        {
            _members.Remove(old);
        }
    }

    private bool FitTo(int wanted)
    {
        var changed = false;
        while (_members.Count(member => member.IsTrusted) > wanted && LastToLeave() is { } leaving)
        {
            _members.Remove(leaving);
            changed = true;
        }

        while (_members.Count(member => member.IsTrusted) < wanted && BestRanked(Set, IsTrustedOutsider) is { } next)
        {
            _members.Add(next);
            changed = true;
        }

        // With too few that are trusted, a suspect is better than nobody.
        while (_members.Count < wanted && BestRanked(Set, relay => relay.IsOpen && !IsMember(relay)) is { } suspect)
        {
            _members.Add(suspect);
            changed = true;
        }

        return changed;
    }

    /// <summary>Distinct logs that must acknowledge before a message is retired.</summary>
    public int RequiredLogs(int refusals) =>
        _options.RequiredAcks ?? (_isSharedLog ? 1 : Math.Max(1, Math.Min(2, Set.Length - refusals)));

    /// <summary>Distinct logs whose acks give a receipt now: an automatic receipt is given at what is trusted, and says how many.</summary>
    public int ReceiptLogs(int refusals)
    {
        var required = RequiredLogs(refusals);
        return _options.RequiredAcks is null ? Math.Clamp(_trustedRelays - refusals, 1, required) : required;
    }

    /// <summary>Whether a topic is published to a relay: its members, and a stand-in for each member that refused the topic.</summary>
    public bool Publishes(TopicOutbox topic, RelayNode relay)
    {
        if (!relay.IsOpen || Refuses(topic, relay))
        {
            return false;
        }

        return IsMember(relay) || StandsIn(topic, relay);
    }

    /// <summary>
    /// How old a message must be before it is copied to a relay. Zero, except while the hedge budget is used up, for the
    /// relay that stands by a suspect: then each message waits for its own T1 at its upper limit, and most have their
    /// ack by then.
    /// </summary>
    public TimeSpan CopiesHeldFor(RelayNode relay)
    {
        if (!context.Hedges.IsUsedUp || _members.Count <= Wanted || relay != LastToJoin())
        {
            return TimeSpan.Zero;
        }

        var heldFor = TimeSpan.MaxValue;
        foreach (var member in _members)
        {
            if (member is { IsSuspected: true, Connection: { } connection })
            {
                var longest = _timers.LongestSuspectAfter(connection.Rtt);
                heldFor = longest < heldFor ? longest : heldFor;
            }
        }

        return heldFor == TimeSpan.MaxValue ? TimeSpan.Zero : heldFor;
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

    // Asked for every message, so without lambdas: one that captures allocates even where it is not reached.
    private bool StandsIn(TopicOutbox topic, RelayNode relay)
    {
        var places = 0;
        foreach (var member in _members)
        {
            places += Refuses(topic, member) ? 1 : 0;
        }

        foreach (var other in Set)
        {
            if (places > 0 && other.IsOpen && !IsMember(other) && !Refuses(topic, other))
            {
                if (other == relay)
                {
                    return true;
                }

                places--;
            }
        }

        return false;
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

    private bool IsTrustedOutsider(RelayNode relay) => relay.IsTrusted && !IsMember(relay);

    // The last that joined, but neither the primary nor its successor.
    private RelayNode? LastToLeave() =>
        _members.FindLast(member => member.IsTrusted && member != Primary && member != Guest);

    // Whoever joined last stands by a suspect, when there are more than wanted.
    private RelayNode? LastToJoin()
    {
        for (var index = _members.Count - 1; index >= 0; index--)
        {
            if (_members[index] is var member && member != Primary && member != Guest)
            {
                return member;
            }
        }

        return null;
    }

    // A relay that fails again and again comes after those that do not.
    private RelayNode? BestRanked(IEnumerable<RelayNode> relays, Func<RelayNode, bool> eligible)
    {
        RelayNode? best = null;
        foreach (var relay in relays)
        {
            if (eligible(relay) && (best is null || IsBetter(relay, best)))
            {
                best = relay;
            }
        }

        return best;
    }

    private bool IsBetter(RelayNode relay, RelayNode other)
    {
        var (flaps, otherFlaps) = (relay.Penalty.IsHighAt(context.Now), other.Penalty.IsHighAt(context.Now));
        return flaps == otherFlaps ? relay.Rank < other.Rank : otherFlaps;
    }
}
