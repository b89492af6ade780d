using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Diagnostics;

namespace SolConnect.Relay.Server.Authentication;

/// <summary>
/// Asks the host's hook who a client is. Whatever goes wrong in the hook keeps the client out for the moment and does
/// not tell it that its token was bad, which would make it give up.
/// </summary>
internal sealed class Authenticator(
    IOptions<RelayServerOptions> options, TimeProvider time, ILogger<Authenticator> logger)
{
    private static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(5);

    public bool IsNeeded => options.Value.Authenticate is not null;

    public async ValueTask<RelayAuthenticationResult> CheckAsync(HttpContext http, string? token)
    {
        if (token?.Length > WireProtocol.MaxAccessTokenBytes)
        {
            return RelayAuthenticationResult.Unauthorized();
        }

        using var limit = new CancellationTokenSource(options.Value.HelloTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, http.RequestAborted);
        try
        {
            var result = await options.Value.Authenticate!(new(http, token), both.Token).AsTask().WaitAsync(both.Token)
                .ConfigureAwait(false);
            return result.ExpiresAt <= time.GetUtcNow() ? RelayAuthenticationResult.Unauthorized() : result;
        }
        catch (Exception exception)
        {
            // Its message stays out of the log: it may hold the token.
            logger.AuthenticationFailed(limit.IsCancellationRequested ? "took too long" : $"threw {exception.GetType()}");
            return RelayAuthenticationResult.TryLater(RetryAfterFailure);
        }
    }
}
