using SolConnect.Relay.Simulation.Faults;

namespace SolConnect.Relay.Simulation.Scenarios;

/// <summary>Everything that one seed decides before its world begins to move.</summary>
internal sealed record Scenario
{
    public required int Relays { get; init; }

    public required int Topics { get; init; }

    public required int Standbys { get; init; }

    /// <summary>Records that each relay keeps per topic.</summary>
    public required int Retention { get; init; }

    public required IReadOnlyList<ClientPlan> Clients { get; init; }

    /// <summary>How long faults happen.</summary>
    public required TimeSpan Trouble { get; init; }

    public required int Faults { get; init; }

    /// <summary>How often each kind of fault comes, relative to the others; by the number of the kind.</summary>
    public required IReadOnlyList<int> FaultWeights { get; init; }

    /// <summary>Faults that strike one client at one relay, whatever else is drawn.</summary>
    public IReadOnlyList<RefusalPlan> Refusals { get; init; } = [];

    /// <summary>How the relay list changes; <c>null</c>: it does not, and names every relay.</summary>
    public ListPlan? Lists { get; init; }

    /// <summary>Whether a log is lost only while every other relay is up and has been for a while.</summary>
    public required bool LosesOneLogAtATime { get; init; }

    /// <summary>One way, least and most over all routes.</summary>
    public required TimeSpan LatencyFrom { get; init; }

    public required TimeSpan LatencyTo { get; init; }

    /// <summary>How much later than its deadline a timer may fire.</summary>
    public required TimeSpan TimerLateness { get; init; }

    /// <summary>How long an input may wait until a loop runs; long waits make big batches.</summary>
    public required TimeSpan LoopDelay { get; init; }

    /// <summary>The chance that something still arrives for a connection that was given up.</summary>
    public required double StaleChance { get; init; }

    public required TimeSpan DialTimeout { get; init; }

    public int RelaysInSet => Math.Min(Relays, 1 + Standbys);

    public int WeightOf(FaultKind kind) => FaultWeights[(int)kind];
}
