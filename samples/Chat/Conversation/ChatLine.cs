namespace Chat.Conversation;

/// <summary>One line of the conversation as a page shows it. Immutable.</summary>
public sealed record ChatLine(Guid Id, string Author, string Text, DateTimeOffset At, bool IsMine)
{
    /// <summary>Names it everywhere; <c>null</c> while there is no receipt.</summary>
    public string? MessageId { get; init; }

    /// <summary>How many relays have acknowledged it; 0 while there is no receipt.</summary>
    public int Acks { get; init; }

    /// <summary>From sending it to the receipt.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Who has received it.</summary>
    public IReadOnlyList<string> ReceivedBy { get; init; } = [];

    /// <summary>Why there is no receipt; <c>null</c>: there is one, or there will be.</summary>
    public string? Failure { get; init; }
}
