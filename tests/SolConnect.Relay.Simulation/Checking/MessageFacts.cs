namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What a history has told about one message so far.</summary>
internal sealed class MessageFacts
{
    public required int Number { get; init; }

    public required int Client { get; init; }

    public required int Topic { get; init; }

    /// <summary>Index of the event; it also tells the order of publishing.</summary>
    public required int PublishedIndex { get; init; }

    public required Instant PublishedAt { get; init; }

    /// <summary>Index of the event; −1 while the caller waits.</summary>
    public int CancelledIndex { get; set; } = -1;

    public Instant CancelledAt { get; set; }

    public bool IsSettled { get; set; }

    public bool IsReceipted { get; set; }

    public DeliveryStatus Status { get; set; }

    public bool IsReleased { get; set; }

    /// <summary>As the first relay that saw it, or its receipt, told; 0 before.</summary>
    public long Sequence { get; set; }

    /// <summary>Whether any relay ever saw its payload.</summary>
    public bool WasSeen { get; set; }

    /// <summary>Whether any relay was told that it was abandoned.</summary>
    public bool IsAbandoned => IsSettled && !IsReceipted;
}
