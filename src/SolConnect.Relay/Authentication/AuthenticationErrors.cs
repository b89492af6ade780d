using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Authentication;

/// <summary>Turns the refusal of a whole relay set into what callers get as the cause.</summary>
internal static class AuthenticationErrors
{
    public static RelayAuthenticationException From(ConnectionEnd refusal) => refusal.Reason == CloseReason.Forbidden
        ? new(RelayErrorCode.Forbidden,
            $"No relay of the set lets this client in. {refusal.Detail} Ask their operator for access.")
        : new(RelayErrorCode.Unauthorized,
            $"No relay of the set accepts this client's access token. {refusal.Detail} Check AccessTokenProvider.");
}
