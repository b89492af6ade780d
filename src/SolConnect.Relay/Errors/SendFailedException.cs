namespace SolConnect.Relay;

/// <summary>
/// A send ended without a receipt. <see cref="RelayException.Delivery"/> says what is known about the message.
/// </summary>
public class SendFailedException : RelayException
{
    /// <summary>Creates the error of one send.</summary>
    /// <param name="code">Which way the send ended.</param>
    /// <param name="delivery">What is known about delivery.</param>
    /// <param name="message">A full sentence for people.</param>
    /// <param name="innerException">What caused it, where something did.</param>
    public SendFailedException(
        RelayErrorCode code, DeliveryStatus delivery, string message, Exception? innerException = null)
        : base(code, message, innerException) => Delivery = delivery;

    /// <summary>The message's identity; <c>null</c> when it never got a number because it was never sent.</summary>
    public MessageId? MessageId { get; init; }
}
