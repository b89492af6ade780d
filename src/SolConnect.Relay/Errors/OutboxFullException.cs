namespace SolConnect.Relay;

/// <summary>
/// The outbox had no room, and <c>OutboxFullMode</c> is <c>Reject</c> or as many senders wait as the outbox holds. Nothing
/// was sent; try again later.
/// </summary>
public sealed class OutboxFullException(string message)
    : SendFailedException(RelayErrorCode.OutboxFull, DeliveryStatus.NotSent, message);
