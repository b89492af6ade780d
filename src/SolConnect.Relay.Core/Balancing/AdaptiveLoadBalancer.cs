namespace SolConnect.Relay;

/// <summary>
/// Learns which candidate acknowledges fastest and fails least: a discounted upper-confidence-bound bandit (D-UCB; Garivier and
/// Moulines, "On Upper-Confidence Bound Policies for Switching Bandit Problems", 2011), for costs instead of rewards and
/// with a padding that follows the variance seen, as in UCB-V (Audibert, Munos and Szepesvári, 2009).
/// </summary>
/// <remarks>
/// <code>
/// cost     = mean acknowledgement time + 50 ms × failures per outcome - padding, at least 0
/// padding  = 1/2 × √(2 × variance × ln(outcomes of all) / outcomes of this one)
/// </code>
/// All of it is discounted: an outcome counts half after 15 minutes. The present round-trip time counts as one more outcome: it is a
/// fair guess where nothing was published yet, and an optimistic one, because a relay answers a ping before it does any
/// work. So a relay that was bad is tried again after some hours. The cheapest is taken; a leader stays within 2 %.
/// Without a state this is least latency.
/// </remarks>
public sealed class AdaptiveLoadBalancer : IScoringLoadBalancer
{
    // Of the 5 s that an outcome stands for, half a second's messages wait for half a second at most: the promise of FailoverThreshold.
    private const double FailureCost = 50;

    private static readonly Tolerance Tolerance = new(EnterFactor: 1, EnterSlack: 0, StayFactor: 1.02, StaySlack: 0.05);

    /// <inheritdoc/>
    public string Name => "adaptive";

    /// <inheritdoc/>
    public string ScoreMeaning => "expected cost in ms, learned from acknowledgements and failures; less is better";

    /// <inheritdoc/>
    public int Select(ReadOnlySpan<RelayCandidate> candidates, in SelectionContext context)
    {
        if (candidates.IsEmpty)
            return -1;
        var list = ShortList.Of(context);
        if (!list.IsReadyFor(this, candidates.Length))
            list.Fill(this, candidates, context, Cost, Tolerance);
        return list.Draw(context.Random);
    }

    /// <inheritdoc/>
    public double Score(in RelayCandidate candidate, in SelectionContext context) => Cost(candidate, context);

    private static double Cost(in RelayCandidate candidate, in SelectionContext context)
    {
        if (candidate.SmoothedRtt is not { } rtt || rtt < TimeSpan.Zero)
            return double.PositiveInfinity;
        var guess = rtt.TotalMilliseconds;
        if (context.State?.Find(candidate.Endpoint.Id) is not { } record)
            return guess;

        var outcomes = record.Outcomes + 1;
        var mean = (record.LatencySum + guess) / outcomes;
        var variance = Math.Max(0, ((record.SquareSum + (guess * guess)) / outcomes) - (mean * mean));
        var ofAll = Math.Log(Math.Max(1, context.State.Outcomes));
        var padding = 0.5 * Math.Sqrt(2 * variance * ofAll / outcomes);
        return Math.Max(0, mean + (FailureCost * record.Failures / outcomes) - padding);
    }
}
