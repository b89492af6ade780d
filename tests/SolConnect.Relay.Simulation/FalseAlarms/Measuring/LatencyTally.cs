namespace SolConnect.Relay.Simulation.FalseAlarms.Measuring;

/// <summary>How many took how long, in steps of one percent.</summary>
internal sealed class LatencyTally
{
    private const double Step = 1.01;
    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(10);

    private readonly long[] _counts = new long[2000];
    private long _total;

    public TimeSpan Longest { get; private set; }

    public void Add(TimeSpan time)
    {
        var place = time <= Least ? 0 : (int)(Math.Log(time / Least) / Math.Log(Step));
        _counts[Math.Min(place, _counts.Length - 1)]++;
        _total++;
        Longest = time > Longest ? time : Longest;
    }

    public void Add(LatencyTally other)
    {
        for (var place = 0; place < _counts.Length; place++)
        {
            _counts[place] += other._counts[place];
        }

        _total += other._total;
        Longest = other.Longest > Longest ? other.Longest : Longest;
    }

    /// <summary>The time within which this share of all was done.</summary>
    public TimeSpan Quantile(double share)
    {
        var left = (long)(_total * share);
        for (var place = 0; place < _counts.Length; place++)
        {
            left -= _counts[place];
            if (left < 0)
            {
                return Least * Math.Pow(Step, place + 0.5);
            }
        }

        return Longest;
    }
}
