namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What one client was told.</summary>
internal sealed record ClientTerms
{
    /// <summary><c>null</c>: the smaller of two and the relays in the set, or as many of them as are open.</summary>
    public required int? RequiredAcks { get; init; }

    public required TimeSpan MessageTimeout { get; init; }

    public required TimeSpan HoldTime { get; init; }

    /// <summary>Whether a relay that it wants refuses it for good: then it has fewer than it wants.</summary>
    public bool IsForbiddenSomewhere { get; init; }

    /// <summary>Messages that one subscription may hold back.</summary>
    public required int HoldCapacity { get; init; }
}
