using System.Diagnostics;
using SolConnect.Relay.Authentication;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay;

/// <summary>What the parts of the shell read out of valid options.</summary>
internal static class RelayOptionsMapping
{
    private static readonly TimeSpan MaxHelloTimeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The part that the machine reads. What it leaves out has no option: the machine's default stands.
    /// </summary>
    public static SessionOptions ToSessionOptions(this RelayOptions options) => new()
    {
        Standbys = options.Standbys,
        RequiredAcks = options.RequiredAcks,
        OutboxCapacity = options.OutboxCapacity,
        OutboxBytes = options.OutboxBytes,
        MessageTimeout = options.MessageTimeout,
        MaxMessageBytes = options.MaxMessageBytes,
        MaxReceiveMessageBytes = options.MaxReceiveMessageBytes,
        MaxTopics = options.MaxTopics,
        MaxSubscriptions = options.MaxSubscriptions,
        MaxProducers = options.MaxProducers,
        HoldTime = options.HoldTime,
        HoldCapacity = options.HoldCapacity,
        HoldBytes = options.HoldBytes,
        OnGap = options.OnGap,
        ReceiveFrom = options.ReceiveFrom,
        HelloTimeout = options.ConnectionTimeout < MaxHelloTimeout ? options.ConnectionTimeout : MaxHelloTimeout,
        FailoverThreshold = options.FailoverThreshold,
        HealthCheckInterval = options.HealthCheckInterval,
        MaxRetries = options.MaxRetries,
        DiscoveryInterval = options.DiscoveryInterval,
        CanRefreshToken = options.AccessTokenProvider is not null,
        AffinityKey = options.AffinityKey,
        ClientName = options.ClientName,
    };

    public static AccessTokenSource? ToAccessTokenSource(this RelayOptions options) =>
        options.AccessTokenProvider is { } provider ? new(provider, options.TimeProvider) : null;

    public static ILoadBalancer ToLoadBalancer(this RelayOptions options) =>
        options.LoadBalancer ?? LoadBalancers.ByName(options.SelectionStrategy)
        ?? throw new UnreachableException($"'{options.SelectionStrategy}' is no strategy, but passed validation.");
}
