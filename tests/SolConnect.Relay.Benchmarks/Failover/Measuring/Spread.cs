using System.Globalization;

namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>
/// Smallest, middle, 99th percentile and largest of some values. With few values the last two are one.
/// </summary>
internal readonly record struct Spread(double Min, double Median, double P99, double Max)
{
    /// <summary>
    /// By nearest rank, so that each is a value that occurred; the median of an even count is the higher one.
    /// </summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
        {
            return new(double.NaN, double.NaN, double.NaN, double.NaN);
        }

        var p99 = sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1];
        return new(sorted[0], sorted[sorted.Length / 2], p99, sorted[^1]);
    }

    public static Spread OfMilliseconds(IEnumerable<TimeSpan> values) =>
        Of(values.Select(value => value.TotalMilliseconds));

    /// <summary>As a cell of a table.</summary>
    public override string ToString() => $"{Text(Min)} / {Text(Median)} / {Text(P99)} / {Text(Max)}";

    /// <summary>One decimal where it says something.</summary>
    public static string Text(double value) => double.IsNaN(value) ? "–"
        : value.ToString(value < 10 && value != Math.Floor(value) ? "0.0" : "0", CultureInfo.InvariantCulture);
}
