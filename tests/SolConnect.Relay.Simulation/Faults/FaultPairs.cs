namespace SolConnect.Relay.Simulation.Faults;

/// <summary>Which kinds of fault were active at the same time: what has never met was never tested together.</summary>
internal sealed class FaultPairs
{
    private static readonly int Kinds = Enum.GetValues<FaultKind>().Length;

    private readonly Instant[] _activeUntil = new Instant[Kinds];
    private readonly bool[] _seen = new bool[Kinds * Kinds];

    /// <summary>Every pair that there can be, a kind with itself included.</summary>
    public static int Possible => Kinds * (Kinds + 1) / 2;

    public int Count => _seen.Count(seen => seen);

    /// <summary>A fault begins.</summary>
    public void Note(FaultKind kind, Instant now, Instant until)
    {
        for (var other = 0; other < Kinds; other++)
        {
            if (_activeUntil[other] > now)
            {
                _seen[(Math.Min(other, (int)kind) * Kinds) + Math.Max(other, (int)kind)] = true;
            }
        }

        _activeUntil[(int)kind] = Instant.Later(_activeUntil[(int)kind], until);
    }

    public void Add(FaultPairs others)
    {
        for (var pair = 0; pair < _seen.Length; pair++)
        {
            _seen[pair] |= others._seen[pair];
        }
    }

    /// <summary>What an earlier run has seen: everything but some.</summary>
    public void AddAllBut(IEnumerable<(FaultKind First, FaultKind Second)> missing)
    {
        var unseen = missing.Select(pair => ((int)pair.First * Kinds) + (int)pair.Second).ToHashSet();
        for (var first = 0; first < Kinds; first++)
        {
            for (var second = first; second < Kinds; second++)
            {
                _seen[(first * Kinds) + second] |= !unseen.Contains((first * Kinds) + second);
            }
        }
    }

    /// <summary>The pairs that were not seen.</summary>
    public IEnumerable<(FaultKind First, FaultKind Second)> Missing()
    {
        for (var first = 0; first < Kinds; first++)
        {
            for (var second = first; second < Kinds; second++)
            {
                if (!_seen[(first * Kinds) + second])
                {
                    yield return ((FaultKind)first, (FaultKind)second);
                }
            }
        }
    }
}
