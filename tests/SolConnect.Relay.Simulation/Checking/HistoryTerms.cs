namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What had been agreed before the history began.</summary>
internal sealed record HistoryTerms
{
    public required int Topics { get; init; }

    public required int Relays { get; init; }

    /// <summary>Relays that a client connects to when all are up.</summary>
    public required int RelaysInSet { get; init; }

    /// <summary>The relays that every client's list leads to at first, as bits.</summary>
    public ulong FirstSet { get; init; } = ulong.MaxValue;

    /// <summary>By how much two clients may learn of a change of the list at different times.</summary>
    public TimeSpan DiscoveryInterval { get; init; }

    /// <summary>Records that a relay keeps per topic.</summary>
    public required int Retention { get; init; }

    /// <summary>
    /// How much later than its deadline a client may act: late timers, a loop that is paused. Not more than that, whatever
    /// the network does.
    /// </summary>
    public required TimeSpan Lateness { get; init; }

    public required IReadOnlyList<ClientTerms> Clients { get; init; }

    /// <summary>
    /// Whether the history tells what relays were sent and what they confirmed. Where it does not, as with relays in processes
    /// of their own, applications alone are believed: ids are learned from receipts and deliveries, and acks are not counted.
    /// </summary>
    public bool SeesRelays { get; init; } = true;
}
