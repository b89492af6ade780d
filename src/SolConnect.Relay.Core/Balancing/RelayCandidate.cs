namespace SolConnect.Relay;

/// <summary>One relay as a load balancer sees it: the endpoint and its numbers at the moment of the snapshot.</summary>
/// <param name="Endpoint">The relay, with its priority, weight and region.</param>
/// <param name="IsConnected">Whether a connection to it is open.</param>
/// <param name="SmoothedRtt">Smoothed round-trip time; <c>null</c> without a sample.</param>
/// <param name="Quality">From 0 (do not use) to 100 (near, steady, reliable).</param>
/// <param name="Load">Its connections over its capacity, from 0 to 1; 0 when it did not say.</param>
public readonly record struct RelayCandidate(
    RelayEndpoint Endpoint, bool IsConnected, TimeSpan? SmoothedRtt, double Quality, double Load)
{
    /// <summary>Whether it did not fail too many connects in a row, and no answer is overdue. Default <c>true</c>.</summary>
    public bool IsHealthy { get; init; } = true;

    /// <summary>Whether it does not let this client in. Default <c>false</c>.</summary>
    public bool IsBarred { get; init; }

    /// <summary>Whether it asked to be left. Default <c>false</c>.</summary>
    public bool IsDraining { get; init; }

    /// <summary>
    /// Whether messages are published to it, so that <see cref="SmoothedRtt"/> is the time of its acknowledgements and not
    /// only of its answers to pings. Default <c>false</c>.
    /// </summary>
    public bool IsPublishing { get; init; }

    /// <summary>How often it has failed lately: one for each failure, halved every 60 s. Default 0.</summary>
    public double Penalty { get; init; }
}
