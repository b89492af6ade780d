namespace SolConnect.Relay;

/// <summary>What one client has seen of one relay. Everything in it is forgotten with time.</summary>
internal sealed class RelayExperience
{
    /// <summary>Outcomes count half after this long.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromMinutes(15);

    // Finagle's default: a peak has all but gone after three times this long.
    private static readonly TimeSpan PeakDecay = TimeSpan.FromSeconds(10);

    // Snapshots come in bursts when many things happen. One that follows at once on another says nothing new.
    private static readonly TimeSpan FullWeightAfter = TimeSpan.FromSeconds(5);

    private TimeSpan _observedAt;
    private bool _isKnown;
    private bool _wasHealthy = true;
    private double _penalty;

    /// <summary>The snapshot in which the relay was last seen.</summary>
    public long Snapshot { get; set; }

    /// <summary>
    /// Peak-sensitive average of the round-trip time in milliseconds: a longer sample counts at once, a shorter one little
    /// by little (Peak EWMA; Twitter Finagle, 2014). Infinite without a sample.
    /// </summary>
    public double PeakLatency { get; private set; } = double.PositiveInfinity;

    /// <summary>Discounted number of acknowledgement times seen.</summary>
    public double Outcomes { get; private set; }

    /// <summary>Discounted sum of these times in milliseconds, and of their squares.</summary>
    public double LatencySum { get; private set; }

    public double SquareSum { get; private set; }

    /// <summary>Discounted number of failures.</summary>
    public double Failures { get; private set; }

    public void Observe(in RelayCandidate candidate, TimeSpan now)
    {
        var elapsed = _isKnown && now > _observedAt ? now - _observedAt : TimeSpan.Zero;
        Discount(Math.Pow(0.5, elapsed / HalfLife));
        if (candidate.SmoothedRtt is { } rtt && rtt >= TimeSpan.Zero)
        {
            FollowPeak(rtt.TotalMilliseconds, elapsed);
            if (candidate.IsPublishing)
                AddOutcome(rtt.TotalMilliseconds, _isKnown ? Math.Min(1, elapsed / FullWeightAfter) : 1);
        }

        // One failure for each episode: a relay that is suspected first and given up afterwards has failed once.
        if (_isKnown && _wasHealthy && (!candidate.IsHealthy || candidate.Penalty > _penalty + 0.5))
            Failures++;
        (_isKnown, _observedAt) = (true, now);
        (_wasHealthy, _penalty) = (candidate.IsHealthy, candidate.Penalty);
    }

    private void Discount(double factor)
    {
        Outcomes *= factor;
        LatencySum *= factor;
        SquareSum *= factor;
        Failures *= factor;
    }

    private void FollowPeak(double latency, TimeSpan elapsed) =>
        PeakLatency = latency >= PeakLatency || double.IsInfinity(PeakLatency)
            ? latency
            : latency + ((PeakLatency - latency) * Math.Exp(-elapsed / PeakDecay));

    private void AddOutcome(double latency, double weight)
    {
        Outcomes += weight;
        LatencySum += weight * latency;
        SquareSum += weight * latency * latency;
    }
}
