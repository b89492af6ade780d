namespace SolConnect.Relay.Server;

/// <summary>What <see cref="RelayServerOptions.Authenticate"/> made of a client. Immutable.</summary>
public sealed class RelayAuthenticationResult
{
    private RelayAuthenticationResult(RelayAuthenticationOutcome outcome) => Outcome = outcome;

    /// <summary>Whether it is let in.</summary>
    public RelayAuthenticationOutcome Outcome { get; }

    /// <summary>Who it is, where it is let in.</summary>
    public string? Subject { get; private init; }

    /// <summary>Until when, where it is let in and that is limited.</summary>
    public DateTimeOffset? ExpiresAt { get; private init; }

    /// <summary>With <see cref="RelayAuthenticationOutcome.TryLater"/>: how much later.</summary>
    public TimeSpan RetryAfter { get; private init; }

    /// <summary>Lets the client in.</summary>
    /// <param name="subject">
    /// Who it is: limits per subject count by it, and it appears in logs. Not empty; the same for all of a user's clients.
    /// </param>
    /// <param name="expiresAt">
    /// When the token runs out: soon after, the relay ends the connection, and the client comes back with a fresh one.
    /// Null: never.
    /// </param>
    public static RelayAuthenticationResult Allowed(string subject, DateTimeOffset? expiresAt = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(subject);
        return new(RelayAuthenticationOutcome.Allowed) { Subject = subject, ExpiresAt = expiresAt };
    }

    /// <summary>The token is missing, wrong or expired.</summary>
    public static RelayAuthenticationResult Unauthorized() => new(RelayAuthenticationOutcome.Unauthorized);

    /// <summary>The client is known and not let in, whatever its token.</summary>
    public static RelayAuthenticationResult Forbidden() => new(RelayAuthenticationOutcome.Forbidden);

    /// <summary>The token cannot be checked now.</summary>
    /// <param name="retryAfter">When the client may come back. From 1 s to 1 h; what is outside counts as the nearest.</param>
    public static RelayAuthenticationResult TryLater(TimeSpan retryAfter) => new(RelayAuthenticationOutcome.TryLater)
    {
        RetryAfter = TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(retryAfter.TotalSeconds, 1, 3600))),
    };
}
