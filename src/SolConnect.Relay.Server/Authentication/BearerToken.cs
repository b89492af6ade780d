using Microsoft.AspNetCore.Http;

namespace SolConnect.Relay.Server.Authentication;

/// <summary>The access token of a request (RFC 6750, section 2.1). Never out of the URL, which ends up in logs.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization;
        return header.Count == 1 && header[0]!.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[0]![Scheme.Length..].Trim(' ')
            : null;
    }
}
