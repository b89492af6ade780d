using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring.HealthChecks;

/// <summary>What one look at a relay found that no connection is held to.</summary>
/// <param name="Took">From the dial to the end.</param>
/// <param name="RoundTrip">From Hello to Welcome; <c>null</c> where it did not get there.</param>
/// <param name="Failure">How it failed; <c>null</c>: the relay said Welcome.</param>
internal sealed record HealthCheckResult(RelayEndpoint Relay, TimeSpan Took, TimeSpan? RoundTrip, ConnectionEnd? Failure)
{
    public int LoadPerMille { get; init; }

    public Durability Durability { get; init; }

    public RelayCheck ToCheck() => new()
    {
        Endpoint = Relay,
        Took = Took,
        RoundTrip = RoundTrip,
        FailureReason = Failure?.Reason,
        FailureDetail = Failure?.Detail,
    };
}
