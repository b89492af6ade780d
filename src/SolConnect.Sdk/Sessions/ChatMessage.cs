using SolConnect.Relay;

namespace SolConnect;

/// <summary>One message of a session, as a subscription hands it to the application, once.</summary>
public sealed record ChatMessage
{
    /// <summary>The session it was sent to.</summary>
    public required string SessionId { get; init; }

    /// <summary>Who sent it, in its own words; empty where it did not say. Nobody has checked it.</summary>
    public required string Sender { get; init; }

    /// <summary>What was sent as text; empty where it was sent as bytes.</summary>
    public string Text { get; init; } = "";

    /// <summary>What was sent as bytes; empty where it was sent as text.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The sender's clock when it sent the message, to the millisecond, in UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Names the message: the same for everybody who receives it, and in the receipt of who sent it.</summary>
    public required MessageId Id { get; init; }

    /// <summary>
    /// Whether this SDK sent it itself; see <see cref="IMessageTransport.Producer"/>. False where the transport does not tell.
    /// Unlike <see cref="Sender"/>, it does not rest on what the message says.
    /// </summary>
    public bool IsOwn { get; init; }

    /// <summary>Whether it was read out of a relay's log after a reconnect or failover instead of live.</summary>
    public bool IsRedelivery { get; init; }

    /// <summary>
    /// Messages of the same client that were lost just before this one; <c>null</c> when there are none.
    /// </summary>
    public MessageGap? GapBefore { get; init; }
}
