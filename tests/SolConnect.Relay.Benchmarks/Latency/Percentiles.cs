using SolConnect.Relay.Benchmarks.Load;
using SolConnect.Relay.Benchmarks.Reporting;

namespace SolConnect.Relay.Benchmarks.Latency;

/// <summary>By nearest rank, so that each is a time that occurred; in microseconds.</summary>
internal readonly record struct Percentiles(double P50, double P99, double P999)
{
    public static Percentiles Of(double[] times)
    {
        var sorted = times.Order().ToArray();
        double At(double part) => sorted[(int)Math.Ceiling(sorted.Length * part) - 1];
        return new(At(0.5), At(0.99), At(0.999));
    }

    /// <summary>The median of each over several turns.</summary>
    public static Percentiles Median(IReadOnlyCollection<Percentiles> turns) => new(
        Turns.MedianOf(turns.Select(turn => turn.P50)), Turns.MedianOf(turns.Select(turn => turn.P99)),
        Turns.MedianOf(turns.Select(turn => turn.P999)));

    public override string ToString() =>
        $"{ReportPage.Number(P50)} / {ReportPage.Number(P99)} / {ReportPage.Number(P999)} µs";
}
