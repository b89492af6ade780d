namespace SolConnect.Relay;

/// <summary>One relay as a load balancer sees it: the endpoint and its numbers at the moment of the snapshot.</summary>
/// <param name="Endpoint">The relay, with its priority, weight and region.</param>
/// <param name="IsConnected">Whether a connection to it is open.</param>
/// <param name="SmoothedRtt">Smoothed round-trip time; <c>null</c> without a sample.</param>
/// <param name="Quality">From 0 (do not use) to 100 (near, steady, reliable).</param>
/// <param name="Load">Its connections over its capacity, from 0 to 1; 0 when it did not say.</param>
public readonly record struct RelayCandidate(
    RelayEndpoint Endpoint, bool IsConnected, TimeSpan? SmoothedRtt, double Quality, double Load);
