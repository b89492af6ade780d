namespace SolConnect.Relay.Simulation.Histories;

/// <summary>One line of a history. Things are numbered from 0 in the order in which they appeared; −1 stands for none.</summary>
internal readonly record struct HistoryEvent
{
    public HistoryEvent()
    {
    }

    public HistoryKind Kind { get; init; }

    public Instant At { get; init; }

    /// <summary>The client that acts; for everything about messages and gaps, the one that published.</summary>
    public int Client { get; init; } = -1;

    public int Topic { get; init; } = -1;

    public int Message { get; init; } = -1;

    public int Subscription { get; init; } = -1;

    public int Relay { get; init; } = -1;

    /// <summary>One incarnation of a relay's log.</summary>
    public int Log { get; init; } = -1;

    /// <summary>Hash of the payload and its length; the same message has the same hash wherever it is seen.</summary>
    public ulong Payload { get; init; }

    /// <summary>The message's sequence, or the first one of a gap.</summary>
    public long Sequence { get; init; }

    /// <summary>The end of a range: of a gap, of what an ack confirms, or the limit that belongs to a peak.</summary>
    public long Last { get; init; }

    /// <summary>An enum's value: outcome, gap reason, start, how a subscription ended, state, what has peaked, fault.</summary>
    public int Code { get; init; }

    /// <summary>Distinct logs that had acknowledged, with an outcome; 1 where a frame or gap carries more than its range.</summary>
    public int Acks { get; init; }

    /// <summary>With an outcome: what is known about delivery.</summary>
    public DeliveryStatus Status { get; init; }

    /// <summary>When a fault will be over.</summary>
    public Instant Until { get; init; }
}
