using Microsoft.Extensions.Options;
using SolConnect.Relay.Core;
using SolConnect.Relay.Server.Hub;

namespace SolConnect.Relay.Server.Authentication;

/// <summary>
/// Turns a token's time of day into a moment on the hub's clock, and spreads it: a client's connections to several
/// relays often share one token, and must not all end at once.
/// </summary>
internal sealed class AccessClock(IOptions<RelayServerOptions> options, TimeProvider time)
{
    public HubAccess AccessOf(RelayAuthenticationResult allowed)
    {
        if (allowed.ExpiresAt is not { } expiresAt)
        {
            return new(allowed.Subject, Instant.Never);
        }

        var spread = options.Value.TokenExpirySpread * Random.Shared.NextDouble();
        return new(allowed.Subject, new Instant(time.GetElapsedTime(0).Ticks) + (expiresAt - time.GetUtcNow()) + spread);
    }
}
