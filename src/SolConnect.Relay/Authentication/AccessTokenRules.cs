using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Authentication;

/// <summary>What an access token may look like, so that it cannot smuggle anything into a header.</summary>
internal static class AccessTokenRules
{
    /// <summary>What is wrong with a token, without repeating any of it; <c>null</c> when nothing is.</summary>
    public static string? Check(string? token) => token switch
    {
        null or "" => "gave no token",
        { Length: > WireProtocol.MaxAccessTokenBytes } =>
            $"gave a token of {token.Length} characters; {WireProtocol.MaxAccessTokenBytes} are allowed",

        // RFC 6750 allows fewer; these are the ones that can neither end a header nor be read in two ways.
        _ when token.AsSpan().ContainsAnyExceptInRange('\x21', '\x7E') =>
            "gave a token with a character that is not visible ASCII, such as a space or a line break",
        _ => null,
    };
}
