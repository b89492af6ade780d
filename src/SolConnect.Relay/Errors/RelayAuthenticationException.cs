namespace SolConnect.Relay;

/// <summary>
/// Relays do not let this client in. As the cause of a <see cref="TransportFaultedException"/>: none of the set does.
/// <see cref="RelayException.Code"/> is <see cref="RelayErrorCode.Forbidden"/> where all of them know the client and
/// refuse it, else <see cref="RelayErrorCode.Unauthorized"/>.
/// </summary>
public sealed class RelayAuthenticationException(RelayErrorCode code, string message) : RelayException(code, message);
