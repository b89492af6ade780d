namespace SolConnect.Relay.Core.Health;

/// <summary>
/// How long a relay may be silent before it is suspected, and before it is given up. Everything scales with one number,
/// <c>FailoverThreshold</c>; the values in the comments are for its default of 500 ms.
/// </summary>
internal readonly record struct SilenceTimers(TimeSpan Threshold)
{
    // RFC 6298 allows for the granularity of the clock; this is ours, with the wake-up of a loop on top.
    private static readonly TimeSpan Granularity = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PathAllowance = TimeSpan.FromMilliseconds(75);
    private static readonly TimeSpan ConvictAllowance = TimeSpan.FromMilliseconds(300);

    /// <summary>A judgement that comes later than this is put off, because answers may be waiting to be read.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromMilliseconds(20);

    /// <summary>How long it is put off: readers get to run.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(10);

    /// <summary>Nothing ran for so long that the process, or the whole machine, was suspended.</summary>
    public static readonly TimeSpan ClockGap = TimeSpan.FromSeconds(2);

    /// <summary>The longest round trip that is believed to be one: 1 s. Longer paths want a larger threshold.</summary>
    public TimeSpan LongestRoundTrip => Threshold * 2;

    /// <summary>When to ask a third way, by a new connection, while nobody answers: 3 s.</summary>
    public TimeSpan ChallengeAfter => Threshold * 6;

    /// <summary>When to say that nothing can be reached: 10 s.</summary>
    public TimeSpan OfflineAfter => Threshold * 20;

    /// <summary>
    /// T1: the age of the oldest unanswered send at which a relay is suspected. From 100 ms to 250 ms, or to SRTT + 75 ms
    /// on a long path.
    /// </summary>
    /// <param name="lastDelay">
    /// How long the last answer took. While a queue builds up, the smoothed time lags behind it, and a relay that answers
    /// steadily but late must not be suspected for that.
    /// </param>
    /// <param name="isCautious">The hedge budget is used up: only the upper clamp counts.</param>
    public TimeSpan SuspectAfter(RttEstimator rtt, TimeSpan lastDelay, bool isCautious)
    {
        if (!rtt.HasSample)
        {
            return Threshold / 2;
        }

        var ceiling = LongestSuspectAfter(rtt);
        var floor = Longer(Threshold / 5, Shorter(lastDelay + (Threshold / 5), Threshold * 0.8));
        var estimate = isCautious ? ceiling : Shorter(ceiling, rtt.Smoothed + (rtt.Variation * 4) + Granularity);
        return Longer(floor, estimate);
    }

    /// <summary>The upper limit of T1: 250 ms, or SRTT + 75 ms on a long path.</summary>
    public TimeSpan LongestSuspectAfter(RttEstimator rtt) => Longer(Threshold / 2, rtt.Smoothed + PathAllowance);

    /// <summary>
    /// T2: how long a suspect may leave a probe unanswered: 1 s, or more on a long path, or twice the longest silence
    /// that ended well lately, up to 4 s: the fourth retransmission of TCP comes after 3 s.
    /// </summary>
    public TimeSpan ConvictAfter(RttEstimator rtt, TimeSpan longestStall = default) =>
        Longer(Longer(Threshold * 2, (rtt.Smoothed * 3) + ConvictAllowance), Shorter(longestStall * 2, Threshold * 8));

    /// <summary>
    /// How long a suspect may answer probes, or older questions, and acknowledge nothing: three times T2. With the same
    /// stalls as T2, or a relay that is catching up would be given up in the middle of its answers.
    /// </summary>
    public TimeSpan NoProgressAfter(RttEstimator rtt, TimeSpan longestStall = default) =>
        ConvictAfter(rtt, longestStall) * 3;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
