namespace SolConnect.Relay;

/// <summary>
/// No relay, or not the one asked for, could be connected in time. Dialling goes on in the background.
/// </summary>
public sealed class RelayConnectException(RelayErrorCode code, string message, Exception? innerException = null)
    : RelayException(code, message, innerException);
