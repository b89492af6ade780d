using SolConnect.Relay;

namespace SolConnect;

/// <summary>Something in a session that is no chat message.</summary>
/// <param name="sessionId">The session it was sent to.</param>
/// <param name="messageId">Names it.</param>
/// <param name="reason">Why it was passed over.</param>
/// <param name="gapBefore">Messages lost before it; <c>null</c> when there are none.</param>
public sealed class MessageSkippedEventArgs(
    string sessionId, MessageId messageId, SkipReason reason, MessageGap? gapBefore = null) : EventArgs
{
    /// <summary>The session it was sent to.</summary>
    public string SessionId { get; } = sessionId;

    /// <summary>Names it.</summary>
    public MessageId MessageId { get; } = messageId;

    /// <summary>Why it was passed over.</summary>
    public SkipReason Reason { get; } = reason;

    /// <summary>
    /// Messages of the same client that were lost just before it, which no <see cref="ChatMessage"/> tells of;
    /// <c>null</c> when there are none.
    /// </summary>
    public MessageGap? GapBefore { get; } = gapBefore;
}
