namespace SolConnect.Relay;

/// <summary>The caller cancelled a send. Cancelling ends the wait; it cannot call back what was sent.</summary>
public sealed class SendCanceledException : OperationCanceledException
{
    /// <summary>Creates the error of one cancelled send.</summary>
    /// <param name="delivery">What was known about delivery at that moment.</param>
    /// <param name="message">A full sentence for people.</param>
    /// <param name="cancellationToken">The token that the caller cancelled.</param>
    public SendCanceledException(DeliveryStatus delivery, string message, CancellationToken cancellationToken)
        : base(message, cancellationToken) => Delivery = delivery;

    /// <summary>What was known about delivery at that moment.</summary>
    public DeliveryStatus Delivery { get; }

    /// <summary>The message's identity; <c>null</c> when it never got a number because it was never sent.</summary>
    public MessageId? MessageId { get; init; }
}
