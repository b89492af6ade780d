namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// The sets that one client's lists led to, and what follows by the rule for changing sets: who is read, and who is published
/// to. Sets are bits, one for each relay.
/// </summary>
internal sealed class SetFacts(ulong first, TimeSpan interval)
{
    private readonly List<(Instant Since, ulong Set)> _seen = [(new(long.MinValue / 2), first)];

    // What has been published to, and since when.
    private readonly List<(Instant Since, ulong Set)> _inForce = [(new(long.MinValue / 2), first)];
    private int _last;

    public void See(ulong set, Instant now)
    {
        Follow(now);
        if (set != _seen[^1].Set)
        {
            _seen.Add((now, set));
        }
    }

    /// <summary>Every set of the last four intervals.</summary>
    public ulong ReadAt(Instant now)
    {
        var read = 0UL;
        for (var index = 0; index < _seen.Count; index++)
        {
            var isOver = index + 1 < _seen.Count && _seen[index + 1].Since + (4 * interval) <= now;
            read |= isOver ? 0 : _seen[index].Set;
        }

        return read;
    }

    /// <summary>
    /// Whether a relay may be left. A list that came in the same turn may name it again: then it was left before, and is
    /// connected to anew.
    /// </summary>
    public bool MayLeave(int relay, Instant now)
    {
        for (var index = 0; index < _seen.Count; index++)
        {
            var isOver = index + 1 < _seen.Count && _seen[index + 1].Since + (4 * interval) <= now;
            if (!isOver && _seen[index].Since < now && (_seen[index].Set & (1UL << relay)) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The set that was published to at a moment up to now.</summary>
    public ulong InForceAt(Instant moment, Instant now)
    {
        Follow(now);
        return _inForce.FindLast(set => set.Since <= moment).Set;
    }

    /// <summary>The relays that were published to all the time from a moment until now.</summary>
    public ulong InForceThroughout(Instant from, Instant now)
    {
        var relays = InForceAt(from, now);
        foreach (var (since, set) in _inForce)
        {
            relays &= since > from ? set : ulong.MaxValue;
        }

        return relays;
    }

    // The newest set after two intervals; at the latest, after three, the newest that all others have seen.
    private void Follow(Instant now)
    {
        while (_last + 1 < _seen.Count)
        {
            var (settled, latest) = (_seen[^1].Since + (2 * interval), _seen[_last + 1].Since + (3 * interval));
            var due = Instant.Earlier(settled, latest);
            if (due > now)
            {
                return;
            }

            _last = _seen.FindLastIndex(set => set.Since + interval <= due);
            _inForce.Add((due, _seen[_last].Set));
        }
    }
}
