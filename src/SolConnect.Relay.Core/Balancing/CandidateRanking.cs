using System.Runtime.InteropServices;

namespace SolConnect.Relay;

/// <summary>
/// Makes a ranking out of a strategy that only picks: it is asked again and again about what is left. Those that must not be
/// chosen are put behind the others afterwards; when nobody is left to choose, all of them stay where they are (panic:
/// a bad relay is better than none). Where a strategy throws or answers nonsense, the order of the list stands.
/// </summary>
internal sealed class CandidateRanking(ILoadBalancer balancer, Func<double> random, long start)
{
    /// <summary>How often numbers are worth a look when nothing else has happened.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private const double GoldenRatio = 0.6180339887498949;

    private readonly List<double> _draws = [];
    private readonly List<RelayCandidate> _left = [];
    private readonly List<int> _leftIndexes = [];
    private readonly List<RankingPlace> _places = [];
    private readonly List<RankingPlace> _excluded = [];

    public SelectionState State { get; } = new();

    /// <summary>What went wrong at the last ranking; <c>null</c>: nothing.</summary>
    public RankingFailure? Failure { get; private set; }

    /// <summary>
    /// Id of the relay that the strategy picked first at the last ranking, whether it can be chosen or not; <c>null</c>
    /// without candidates.
    /// </summary>
    public string? FirstPick { get; private set; }

    /// <summary>Whether nobody could be chosen at the last ranking.</summary>
    public bool IsPanic { get; private set; }

    /// <summary>Ranks all candidates, best first. The list is good until the next call.</summary>
    /// <param name="terms">What does not change from place to place: key and regions.</param>
    public IReadOnlyList<RankingPlace> Rank(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext terms, TimeSpan now)
    {
        State.Observe(candidates, now);
        (Failure, FirstPick) = (null, null);
        _left.Clear();
        _leftIndexes.Clear();
        _places.Clear();
        _excluded.Clear();
        _left.AddRange(candidates);
        for (var i = 0; i < candidates.Length; i++)
            _leftIndexes.Add(i);

        // Parted afterwards, not before: a relay that falls ill must not reorder the others.
        for (var cursor = start; _left.Count > 0;)
        {
            var picked = Failure is null ? Pick(terms with { Cursor = cursor, Random = Draw(), State = State }) : 0;
            var place = new RankingPlace(_leftIndexes[picked], CandidateFilter.Check(_left[picked]));
            FirstPick ??= candidates[place.Index].Endpoint.Id;
            (place.Exclusion == RelayExclusion.None ? _places : _excluded).Add(place);
            _left.RemoveAt(picked);
            _leftIndexes.RemoveAt(picked);
            State.Renew();

            // What followed the picked one stands at its place now, so a rotation goes on there.
            cursor = picked;
        }

        IsPanic = _places.Count == 0;
        _places.AddRange(_excluded);
        State.Leader = _places.Count > 0 ? candidates[_places[0].Index].Endpoint.Id : null;
        return _places;
    }

    // The first of the list where the strategy fails.
    private int Pick(in SelectionContext context)
    {
        try
        {
            var index = balancer.Select(CollectionsMarshal.AsSpan(_left), context);
            if ((uint)index < (uint)_left.Count)
                return index;
            Failure = new(null, index, _left.Count);
        }
        catch (Exception exception)
        {
            Failure = new(exception, -1, _left.Count);
        }

        return 0;
    }

    // One for each place, drawn once and kept. Those of the first place step through the golden ratio's fractions from
    // transport to transport, which fill [0, 1) more evenly than dice do.
    private double Draw()
    {
        if (_draws.Count == 0)
            _draws.Add((start * GoldenRatio) - Math.Floor(start * GoldenRatio));
        var place = _places.Count + _excluded.Count;
        while (_draws.Count <= place)
            _draws.Add(random());
        return _draws[place];
    }
}
