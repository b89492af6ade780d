namespace SolConnect.Relay;

/// <summary>What an access token is for.</summary>
/// <param name="Relay">The relay that will get the token.</param>
/// <param name="Reason">Whether a token that is kept from earlier will do.</param>
public readonly record struct AccessTokenContext(RelayEndpoint Relay, AccessTokenReason Reason);
