namespace SolConnect.Relay.Core.Session;

/// <summary>
/// Which relays matter now. The relay set follows the relay list, and no two clients learn of a change at the same moment. So
/// a subscriber reads every set of the last 4·<c>DiscoveryInterval</c>, and a producer goes over to the newest set once that
/// has stood for 2·.
/// </summary>
/// <remarks>
/// Where changes come so quickly that none stands for that long, the producer goes over 3· after its set was replaced, to the
/// newest one that is at least one interval old. So it enters a set when everybody else reads it, and has left a set before
/// anybody else stops to read it, as long as two clients learn of a change at most one interval apart. A list that was there
/// for a moment only, which some clients may never have seen, is not published to.
/// </remarks>
internal sealed class RelayRoster
{
    /// <summary>Relays at a time, those that are being left included. A list that does not fit waits until some are left.</summary>
    public const int MaxNodes = 64;

    private readonly SessionContext _context;
    private readonly List<Era> _eras = [];
    private readonly List<RelayNode?> _bySlot = [];
    private int _inForce;
    private int _nextOrigin;

    /// <param name="list">At least one; their ids are distinct.</param>
    public RelayRoster(SessionContext context, IReadOnlyList<RelayEndpoint> list)
    {
        (_context, List) = (context, list);
        Set = [.. Choose(list).Select(Add)];
        Read = Set;
        Hash = HashOf(list);
        _eras.Add(new(new(long.MinValue / 2), Set));
    }

    /// <summary>The relays of the last list.</summary>
    public IReadOnlyList<RelayEndpoint> List { get; private set; }

    /// <summary>What Hello says of the list.</summary>
    public ulong Hash { get; private set; }

    /// <summary>The relay set in force: producers publish within it, and the transport's state speaks of it. In rendezvous order.</summary>
    public RelayNode[] Set { get; private set; }

    /// <summary>Every relay that is connected to and read: the set in force, what comes, and what is being left.</summary>
    public RelayNode[] Read { get; private set; }

    /// <summary>The set that the last list leads to; it is in force later.</summary>
    public RelayNode[] Newest => _eras[^1].Set;

    /// <summary>Slots are below this.</summary>
    public int Slots => _bySlot.Count;

    /// <summary>A list was given at run time: there may be others to come, and other clients may have them already.</summary>
    public bool MayChange { get; private set; }

    /// <summary>By then every client has learned of the last change.</summary>
    public Instant SettledAt { get; private set; } = new(long.MinValue / 2);

    /// <summary>When another set comes into force, or an earlier one need not be read any more.</summary>
    public Instant NextDeadline => Instant.Earlier(NextMoveAt, _eras.Count > 1 ? _eras[1].Since + ReadFor : Instant.Never);

    private Instant NextMoveAt => _inForce + 1 < _eras.Count
        ? Instant.Earlier(_eras[^1].Since + (2 * Interval), _eras[_inForce + 1].Since + (3 * Interval))
        : Instant.Never;

    private TimeSpan Interval => _context.Options.DiscoveryInterval;

    private TimeSpan ReadFor => 4 * Interval;

    /// <summary>The relay that has a slot now.</summary>
    public RelayNode At(int slot) => _bySlot[slot]!;

    /// <summary>Whether a relay belongs to a set of the last 4·<c>DiscoveryInterval</c>.</summary>
    public bool IsWanted(RelayNode relay) => _eras.Exists(era => era.Set.Contains(relay));

    /// <summary>Whether a list's set can be held together with what is held already.</summary>
    public bool HasRoomFor(IReadOnlyList<RelayEndpoint> list) =>
        Read.Length + Choose(list).Count(relay => Find(relay.Id) is null) <= MaxNodes;

    /// <summary>Takes a list that was checked.</summary>
    public void Change(IReadOnlyList<RelayEndpoint> list)
    {
        var added = new List<RelayNode>();
        var set = Array.ConvertAll(Choose(list), relay =>
        {
            if (Find(relay.Id) is { } known)
            {
                return known;
            }

            added.Add(Add(relay));
            return added[^1];
        });
        (List, Hash, MayChange, SettledAt) = (list, HashOf(list), true, _context.Now + ReadFor);
        Read = added.Count > 0 ? [.. Read, .. added] : Read;
        if (!set.SequenceEqual(Newest))
        {
            _eras.Add(new(_context.Now, set));
        }
    }

    /// <summary>Called at the beginning of every step. Returns whether another set came into force.</summary>
    public bool Advance()
    {
        // As of the moments when it was due: it must not matter how late this process looks.
        while (NextMoveAt is var due && due <= _context.Now)
        {
            _inForce = _eras.FindLastIndex(era => era.Since + Interval <= due);
        }

        while (_eras.Count > 1 && _eras[1].Since + ReadFor <= _context.Now)
        {
            _eras.RemoveAt(0);
            _inForce--;
        }

        var hasMoved = !Set.SequenceEqual(_eras[_inForce].Set);
        Set = _eras[_inForce].Set;
        return hasMoved;
    }

    /// <summary>A relay is left for good. Nothing refers to its slot any more, and another relay may get it.</summary>
    public void Remove(RelayNode relay)
    {
        relay.IsGone = true;
        _bySlot[relay.Slot] = null;
        Read = Array.FindAll(Read, other => other != relay);
    }

    private RelayNode? Find(string id) => Array.Find(Read, relay => relay.Endpoint.Id == id);

    private RelayNode Add(RelayEndpoint endpoint)
    {
        var slot = _bySlot.IndexOf(null);
        if (slot < 0)
        {
            slot = _bySlot.Count;
            _bySlot.Add(null);
        }

        return _bySlot[slot] = new(endpoint, slot) { Origin = _nextOrigin++ };
    }

    private RelayEndpoint[] Choose(IEnumerable<RelayEndpoint> list) =>
        RelaySet.Choose(list, _context.Options.Standbys, _context.Options.AffinityKey);

    private ulong HashOf(IEnumerable<RelayEndpoint> list) =>
        RelaySet.Hash(list, _context.Options.Standbys, _context.Options.AffinityKey);

    /// <summary>A set and since when it is the one that the list leads to.</summary>
    private readonly record struct Era(Instant Since, RelayNode[] Set);
}
