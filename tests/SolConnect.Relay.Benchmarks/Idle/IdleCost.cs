using System.Globalization;

namespace SolConnect.Relay.Benchmarks.Idle;

/// <summary>What one of many idle clients costs its process, and the network.</summary>
internal readonly record struct IdleCost(double HeapBytes, double ResidentBytes, double ProcessorMicrosecondsPerSecond, double WireBytesPerSecond)
{
    public static IdleCost Parse(string line)
    {
        var parts = line.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new(parts[0], parts[1], parts[2], parts[3]);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{HeapBytes} {ResidentBytes} {ProcessorMicrosecondsPerSecond} {WireBytesPerSecond}");
}
