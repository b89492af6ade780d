using System.Globalization;

namespace SolConnect.Relay.Functional.Tests.Failover;

/// <summary>A handful of measured times, told as median and maximum: a mean would hide the one that hurts.</summary>
internal sealed class FailoverTimes
{
    private readonly List<TimeSpan> _times = [];

    public TimeSpan Median => At(0.5);

    public void Add(TimeSpan time) => _times.Add(time);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"median {Median.TotalMilliseconds:0.00} ms, 90 % {At(0.9).TotalMilliseconds:0.00} ms, "
        + $"max {At(1).TotalMilliseconds:0.00} ms");

    // Nearest rank.
    private TimeSpan At(double share) =>
        _times.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * _times.Count) - 1));
}
