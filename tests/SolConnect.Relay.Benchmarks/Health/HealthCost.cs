using System.Globalization;

namespace SolConnect.Relay.Benchmarks.Health;

/// <summary>What one health check cost the process that made it.</summary>
internal readonly record struct HealthCost(double ProcessorMilliseconds, double TookMilliseconds, double AllocatedBytes)
{
    public static HealthCost Parse(string line)
    {
        var parts = line.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new(parts[0], parts[1], parts[2]);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{ProcessorMilliseconds} {TookMilliseconds} {AllocatedBytes}");
}
