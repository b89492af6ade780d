namespace SolConnect.Relay.Core.Session;

/// <summary>How a dial or an open connection ended, as the shell saw it.</summary>
/// <param name="Detail">For people: what happened, without secrets; cut and escaped where it came from the peer.</param>
/// <param name="RetryAfter">What the relay asked for; zero when it did not.</param>
internal sealed record ConnectionEnd(CloseReason Reason, string Detail, TimeSpan RetryAfter = default)
{
    /// <summary>A dial failed although it had its access token: what it asked the provider for need not be asked again.</summary>
    public bool HadToken { get; init; }
}
