namespace SolConnect.Relay;

/// <summary>The strategies that come with the library, by name. Thread-safe.</summary>
public static class LoadBalancers
{
    // Strategies are stateless, so one of each serves every transport.
    private static readonly ILoadBalancer[] All =
    [
        new WeightedLoadBalancer(), new RoundRobinLoadBalancer(), new LeastConnectionsLoadBalancer(), new GeographicLoadBalancer(),
        new LeastLatencyLoadBalancer(), new RendezvousLoadBalancer(), new AdaptiveLoadBalancer(),
    ];

    /// <summary>What <see cref="ByName"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = Array.ConvertAll(All, balancer => balancer.Name);

    /// <summary>
    /// The strategy of that name, in any case of letters; <c>null</c> when there is none. The same object each time: transports
    /// may share it.
    /// </summary>
    public static ILoadBalancer? ByName(string? name) =>
        Array.Find(All, balancer => string.Equals(balancer.Name, name, StringComparison.OrdinalIgnoreCase));
}
