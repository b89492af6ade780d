namespace SolConnect.Relay.Simulation.FalseAlarms.Measuring;

/// <summary>What one day on one link came to.</summary>
internal sealed record DayResult
{
    public required long Messages { get; init; }

    /// <summary>Messages that ended without a receipt.</summary>
    public required long Failed { get; init; }

    /// <summary>Promotions that were counted, each of them false.</summary>
    public required long Failovers { get; init; }

    /// <summary>Connections that were given up for silence, to relays that were well.</summary>
    public required int GivenUp { get; init; }

    /// <summary>Open connections that ended otherwise.</summary>
    public required int OtherEnds { get; init; }

    public required int Suspicions { get; init; }

    /// <summary>Suspicions that fell on the primary while none was suspected before.</summary>
    public required int PrimarySuspicions { get; init; }

    /// <summary>Copies beyond those that receipts need.</summary>
    public required long Copies { get; init; }

    /// <summary>The least that was ever left of the hedge budget; below zero, its burst was overdrawn.</summary>
    public required double BudgetLowest { get; init; }

    public required long MessagesInDebt { get; init; }

    /// <summary>How often every open relay was suspected at once: the beginning of a common fault.</summary>
    public required int CommonSilences { get; init; }

    public required TimeSpan Degraded { get; init; }

    public required TimeSpan Offline { get; init; }

    /// <summary>From publishing to the receipt.</summary>
    public required LatencyTally Receipts { get; init; }

    /// <summary>How often the fixed timeouts of 250 ms and 1 s would have moved.</summary>
    public required IReadOnlyList<int> FixedMoves { get; init; }
}
