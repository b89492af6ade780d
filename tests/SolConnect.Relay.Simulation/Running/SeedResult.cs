using SolConnect.Relay.Simulation.Checking;
using SolConnect.Relay.Simulation.Faults;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Running;

/// <summary>What one seed came to.</summary>
internal sealed record SeedResult
{
    public required ulong Seed { get; init; }

    public required IReadOnlyList<Violation> Violations { get; init; }

    public required IReadOnlyList<HistoryEvent> History { get; init; }

    /// <summary>Two runs of one seed have the same.</summary>
    public required ulong Hash { get; init; }

    public required long Events { get; init; }

    /// <summary>By the number of the fault's kind.</summary>
    public required IReadOnlyList<int> Faults { get; init; }

    public required FaultPairs? FaultPairs { get; init; }

    public required int Messages { get; init; }

    public required int Deliveries { get; init; }

    public required int Gaps { get; init; }

    /// <summary>Subscriptions that went on from a checkpoint.</summary>
    public required int Resumes { get; init; }

    public required long DuplicatesDropped { get; init; }
}
