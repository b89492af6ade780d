namespace SolConnect.Relay;

/// <summary>What a relay confirmed about one message; never more than that.</summary>
public readonly record struct DeliveryReceipt
{
    /// <summary>The message's identity, as every subscriber sees it.</summary>
    public MessageId Id { get; init; }

    /// <summary>The topic it was published to.</summary>
    public string Topic { get; init; }

    /// <summary>The weakest durability among the relays that acknowledged.</summary>
    public Durability Durability { get; init; }

    /// <summary>How many distinct logs had acknowledged the message when the receipt was given; at least 1.</summary>
    public int Acks { get; init; }

    /// <summary>Whether the message was sent again to a relay that had, or may have had, a copy already.</summary>
    public bool WasResent { get; init; }

    /// <summary>From <c>SendAsync</c> to the receipt, waiting for a free outbox slot included.</summary>
    public TimeSpan Elapsed { get; init; }
}
