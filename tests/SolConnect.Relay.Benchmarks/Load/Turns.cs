namespace SolConnect.Relay.Benchmarks.Load;

/// <summary>
/// Lets contenders do the same work in turns, so that what disturbs the machine disturbs all of them, and reports medians.
/// </summary>
internal sealed class Turns
{
    private readonly List<(string Name, Func<Task<double>> Measure, List<double> Results)> _contenders = [];

    public void Add(string name, Func<Task<double>> measure) => _contenders.Add((name, measure, []));

    /// <summary>Everybody has a turn that does not count, and then so many that do.</summary>
    public async Task RunAsync(int rounds)
    {
        for (var round = -1; round < rounds; round++)
        {
            foreach (var (_, measure, results) in _contenders)
            {
                var result = await measure();
                if (round >= 0)
                {
                    results.Add(result);
                }
            }
        }
    }

    public double Median(string name) => MedianOf(_contenders.Single(contender => contender.Name == name).Results);

    public (double Least, double Most) Range(string name)
    {
        var results = _contenders.Single(contender => contender.Name == name).Results;
        return (results.Min(), results.Max());
    }

    /// <summary>The higher one of the two in the middle where their number is even.</summary>
    public static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : sorted[sorted.Length / 2];
    }
}
