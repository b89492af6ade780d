namespace SolConnect.Relay;

/// <summary>Every relay of the set refused the message for good. Sending it again will not help.</summary>
public sealed class MessageRejectedException(string message)
    : SendFailedException(RelayErrorCode.MessageRejected, DeliveryStatus.Rejected, message);
