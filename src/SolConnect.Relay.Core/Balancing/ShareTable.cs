namespace SolConnect.Relay;

/// <summary>
/// Draws a candidate in proportion to its share in constant time: the running sums of the shares, and for each of n equal slots of
/// the draw the place to begin looking (the cutpoint method; Chen and Asau, 1974). The draw is monotone, so a
/// small change of the shares changes few draws, which the alias method would not give.
/// </summary>
internal sealed class ShareTable
{
    // A leader stays while the draw is no farther outside its share than this part of the whole.
    private const double Margin = 0.02;

    [ThreadStatic]
    private static ShareTable? _ofThisThread;

    private ILoadBalancer? _owner;
    private double[] _sums = [];
    private int[] _starts = [];
    private int _count;
    private int _last;
    private double _total;
    private int _leader;
    private double _stayFrom;
    private double _stayTo;

    /// <summary>The table that belongs to a pick; void where there is no state to keep one in.</summary>
    public static ShareTable Of(in SelectionContext context)
    {
        if (context.State is { } state)
            return state.Shares;
        var table = _ofThisThread ??= new();
        table.Void();
        return table;
    }

    public void Void() => _owner = null;

    public bool IsReadyFor(ILoadBalancer owner, int candidates) => ReferenceEquals(_owner, owner) && _count == candidates;

    /// <summary>Room for the share of each candidate: zero or more.</summary>
    public Span<double> Begin(ILoadBalancer owner, int candidates)
    {
        if (_sums.Length < candidates)
            (_sums, _starts) = (new double[candidates], new int[candidates]);
        (_owner, _count) = (owner, candidates);
        return _sums.AsSpan(0, candidates);
    }

    /// <summary>Makes the table of the shares. When all are zero, every candidate has the same.</summary>
    public void Build(int? leader)
    {
        var sums = _sums.AsSpan(0, _count);
        if (!sums.ContainsAnyExcept(0))
            sums.Fill(1);
        var total = 0.0;
        (_leader, _stayFrom, _stayTo) = (-1, double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < sums.Length; i++)
        {
            var share = sums[i];
            if (share > 0)
                _last = i;
            if (share > 0 && i == leader)
                (_leader, _stayFrom, _stayTo) = (i, total, total + share);
            sums[i] = total += share;
        }

        (_total, _stayFrom, _stayTo) = (total, _stayFrom - (Margin * total), _stayTo + (Margin * total));
        for (int slot = 0, place = 0; slot < sums.Length; slot++)
        {
            while (place < _last && sums[place] <= total * slot / sums.Length)
                place++;
            _starts[slot] = place;
        }
    }

    public int Draw(double random)
    {
        var wanted = random * _total;
        if (wanted >= _stayFrom && wanted <= _stayTo)
            return _leader;
        var place = _starts[Math.Clamp((int)(random * _count), 0, _count - 1)];

        // Back only where rounding began too late, and never beyond the last share, where a draw of one would lead.
        while (place > 0 && _sums[place - 1] > wanted)
            place--;

        // Most draws are at most three places from where looking begins. No processor can guess how many: so without a jump.
        place += Passes(place, wanted);
        place += Passes(place, wanted);
        place += Passes(place, wanted);
        while (place < _last && _sums[place] <= wanted)
            place++;
        return place;
    }

    private int Passes(int place, double wanted) => (place < _last) & (_sums[place] <= wanted) ? 1 : 0;
}
