namespace SolConnect.Relay;

/// <summary>
/// The candidates that are as good as the best, found once per snapshot and drawn from as often as wanted. Its arrays
/// are reused, so that after the first snapshot nothing is allocated.
/// </summary>
internal sealed class ShortList
{
    // For picks without a state: the list is filled anew each time, and the arrays stay.
    [ThreadStatic]
    private static ShortList? _ofThisThread;

    private ILoadBalancer? _owner;
    private double[] _costs = [];
    private int[] _places = [];
    private int _length;
    private int _count;

    public delegate double Cost(in RelayCandidate candidate, in SelectionContext context);

    /// <summary>The list that belongs to a pick; void where there is no state to keep one in.</summary>
    public static ShortList Of(in SelectionContext context)
    {
        if (context.State is { } state)
            return state.ShortList;
        var list = _ofThisThread ??= new();
        list.Void();
        return list;
    }

    public void Void() => _owner = null;

    public bool IsReadyFor(ILoadBalancer owner, int candidates) => ReferenceEquals(_owner, owner) && _length == candidates;

    /// <summary>Room for what each candidate costs: infinite where nobody knows, NaN for one that is out.</summary>
    public Span<double> Begin(ILoadBalancer owner, int candidates)
    {
        if (_costs.Length < candidates)
            (_costs, _places) = (new double[candidates], new int[candidates]);
        (_owner, _length, _count) = (owner, candidates, 0);
        return _costs.AsSpan(0, candidates);
    }

    /// <summary>Values every candidate and keeps the best.</summary>
    public void Fill(
        ILoadBalancer owner, ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context, Cost cost, Tolerance tolerance)
    {
        var costs = Begin(owner, candidates.Length);
        for (var i = 0; i < costs.Length; i++)
            costs[i] = cost(candidates[i], context);
        Keep(candidates, context, tolerance);
    }

    /// <summary>Keeps one, whatever it costs.</summary>
    public void Take(ILoadBalancer owner, int candidates, int place)
    {
        Begin(owner, candidates);
        Add(place);
    }

    /// <summary>
    /// Keeps who costs little more than the best; only the leader, where it is among those that may stay. When nobody
    /// is known, everybody is as good as the next.
    /// </summary>
    public void Keep(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context, Tolerance tolerance)
    {
        var costs = _costs.AsSpan(0, _length);
        var best = double.PositiveInfinity;
        foreach (var cost in costs)
            best = cost < best ? cost : best;

        if (LeaderWithin(candidates, context, tolerance.Stay(best)) is { } leader)
        {
            Add(leader);
            return;
        }

        var limit = tolerance.Enter(best);
        for (var i = 0; i < costs.Length; i++)
        {
            if (costs[i] <= limit)
                Add(i);
        }

    }

    /// <summary>One of the list, each with the same chance.</summary>
    public int Draw(double random) => _places[Place(random, out _)];

    /// <summary>
    /// Two of the list at random, and of these the one with less load (Mitzenmacher, "The Power of Two Choices in Randomized
    /// Load Balancing", 2001): clients that see the same numbers do not all take the same relay.
    /// </summary>
    public int DrawLessLoaded(double random, ReadOnlySpan<RelayCandidate> candidates)
    {
        // One draw is enough for two: what is left of it after the first is as uniform as it was.
        var first = _places[Place(random, out var left)];
        var second = _places[Place(left, out _)];
        return candidates[second].Load < candidates[first].Load ? second : first;
    }

    private int? LeaderWithin(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context, double limit)
    {
        if (context.State?.Leader is not { } leader)
            return null;
        for (var i = 0; i < candidates.Length; i++)
        {
            if (_costs[i] <= limit && candidates[i].Endpoint.Id == leader)
                return i;
        }

        return null;
    }

    private int Place(double random, out double left)
    {
        var scaled = random * _count;
        var place = Math.Clamp((int)scaled, 0, _count - 1);
        left = scaled - place;
        return place;
    }

    private void Add(int place) => _places[_count++] = place;
}
