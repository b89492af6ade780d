namespace SolConnect.Relay;

/// <summary>
/// The transport ended on an error that it must not continue after: a defect, or a
/// <see cref="RelayAuthenticationException"/> as <see cref="Exception.InnerException"/> when no relay of the set lets
/// this client in. Every later call throws this; create a new transport.
/// </summary>
public sealed class TransportFaultedException(string message, Exception? innerException = null)
    : RelayException(RelayErrorCode.TransportFaulted, message, innerException);
