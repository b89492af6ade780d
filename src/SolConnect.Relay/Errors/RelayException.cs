namespace SolConnect.Relay;

/// <summary>
/// The base of what the library throws besides argument, state and disposal errors. The message says what happened, to
/// which relay, and what the caller may do; it holds no payload and no secret.
/// </summary>
public abstract class RelayException : Exception
{
    private protected RelayException(RelayErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>What failed, and at which stage.</summary>
    public RelayErrorCode Code { get; }

    /// <summary>What is known about delivery; <c>null</c> where the error is not about one message.</summary>
    public DeliveryStatus? Delivery { get; init; }

    /// <summary>The relay that the error is about; <c>null</c> where it is about none or several.</summary>
    public string? RelayId { get; init; }
}
