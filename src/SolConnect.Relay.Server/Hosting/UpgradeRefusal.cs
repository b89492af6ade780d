using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace SolConnect.Relay.Server.Hosting;

/// <summary>Why a request does not become a WebSocket.</summary>
/// <param name="Reason">For people; the response's body and a line in the log.</param>
internal sealed record UpgradeRefusal(int Status, string Reason)
{
    /// <summary>Told as Retry-After where it is not zero.</summary>
    public TimeSpan RetryAfter { get; init; }

    /// <summary>Told as WWW-Authenticate (RFC 6750, section 3).</summary>
    public string? Challenge { get; init; }

    public static UpgradeRefusal BadRequest(string reason) => new(StatusCodes.Status400BadRequest, reason);

    public static UpgradeRefusal Forbidden(string reason) => new(StatusCodes.Status403Forbidden, reason);

    public static UpgradeRefusal TryLater(string reason, TimeSpan retryAfter) =>
        new(StatusCodes.Status503ServiceUnavailable, reason) { RetryAfter = retryAfter };

    public static UpgradeRefusal Unauthorized(bool hadToken) =>
        new(StatusCodes.Status401Unauthorized, hadToken ? "The access token was refused." : "An access token is needed.")
        {
            Challenge = hadToken ? "Bearer error=\"invalid_token\"" : "Bearer",
        };

    public void WriteHeaders(HttpResponse response)
    {
        response.StatusCode = Status;
        if (RetryAfter > TimeSpan.Zero)
        {
            response.Headers.RetryAfter = HeaderUtilities.FormatNonNegativeInt64((long)RetryAfter.TotalSeconds);
        }

        if (Challenge is not null)
        {
            response.Headers.WWWAuthenticate = Challenge;
        }
    }
}
