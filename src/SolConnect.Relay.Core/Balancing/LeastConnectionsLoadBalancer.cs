namespace SolConnect.Relay;

/// <summary>
/// Takes a candidate with the least load: its connections over its capacity, as it reported them. Candidates within 10 % of
/// capacity of the least are drawn from, and a leader stays up to 20 %, because reports are old when they
/// arrive and everybody reads the same ones.
/// </summary>
/// <remarks>A relay that reports no load counts as empty.</remarks>
public sealed class LeastConnectionsLoadBalancer : IScoringLoadBalancer
{
    private static readonly Tolerance Tolerance = new(EnterFactor: 1, EnterSlack: 0.10, StayFactor: 1, StaySlack: 0.20);

    /// <inheritdoc/>
    public string Name => "least-connections";

    /// <inheritdoc/>
    public string ScoreMeaning => "load: connections over capacity; less is better";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;
        var list = ShortList.Of(context);
        if (!list.IsReadyFor(this, candidates.Length))
            list.Fill(this, candidates, context, Load, Tolerance);
        return list.Draw(context.Random);
    }

    /// <inheritdoc/>
    public double Score(in RelayCandidate candidate, in SelectionContext context) => Load(candidate, context);

    private static double Load(in RelayCandidate candidate, in SelectionContext context) =>
        candidate.Load >= 0 ? candidate.Load : double.IsNaN(candidate.Load) ? double.PositiveInfinity : 0;
}
