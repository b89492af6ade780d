namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>What came of a soak.</summary>
internal sealed record SoakResult(
    TimeSpan Elapsed, SoakTally Tally, SortedDictionary<string, int> Faults, IReadOnlyList<ProcessSample> Samples,
    SoakCrowd Crowd);
