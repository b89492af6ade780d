namespace SolConnect.Relay.Server;

/// <summary>Whether a client is let in. The default lets nobody in.</summary>
public enum RelayAuthenticationOutcome
{
    /// <summary>
    /// Its token is missing, wrong or expired: 401. The client tries once more with a fresh one, and then not again.
    /// </summary>
    Unauthorized = 0,

    /// <summary>It is let in.</summary>
    Allowed = 1,

    /// <summary>It is known and not let in: 403. The client does not try again.</summary>
    Forbidden = 2,

    /// <summary>That cannot be said now: 503. The client tries again later.</summary>
    TryLater = 3,
}
