namespace SolConnect.Relay;

/// <summary>Why an access token is asked for.</summary>
public enum AccessTokenReason
{
    /// <summary>A relay is being dialled. A token that is kept from earlier and still valid will do.</summary>
    Connect = 0,

    /// <summary>
    /// The relay refused the token that it was given last, or that token has expired: it takes another one. When that
    /// is refused as well, the relay is not dialled again.
    /// </summary>
    Refused = 1,
}
