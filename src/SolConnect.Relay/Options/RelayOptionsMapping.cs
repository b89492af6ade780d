using System.Diagnostics;
using System.Net;
using SolConnect.Relay.Authentication;
using SolConnect.Relay.Connections;
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
        HelloTimeout = options.ToHelloTimeout(),
        FailoverThreshold = options.FailoverThreshold,
        HealthCheckInterval = options.HealthCheckInterval,
        MaxRetries = options.MaxRetries,
        DiscoveryInterval = options.DiscoveryInterval,
        CanRefreshToken = options.AccessTokenProvider is not null,
        AffinityKey = options.AffinityKey,
        ClientName = options.ClientName,
    };

    /// <summary>How long a relay may take from Hello to Welcome.</summary>
    public static TimeSpan ToHelloTimeout(this RelayOptions options) =>
        options.ConnectionTimeout < MaxHelloTimeout ? options.ConnectionTimeout : MaxHelloTimeout;

    /// <param name="mayDial">Whether a relay may be at an address.</param>
    public static IWebSocketDialer ToDialer(this RelayOptions options, Func<RelayEndpoint, IPAddress, bool> mayDial) =>
        new WebSocketDialer(
            new(options.ConnectionTimeout, options.TimeProvider), options.ToAccessTokenSource(), options.TimeProvider,
            tokenInHello: OperatingSystem.IsBrowser(), mayDial);

    public static AccessTokenSource? ToAccessTokenSource(this RelayOptions options) =>
        options.AccessTokenProvider is { } provider ? new(provider, options.TimeProvider) : null;

    /// <summary>
    /// What is asked for relays. Peers are remembered in an object of the transport's own: they are what its relays said.
    /// </summary>
    public static List<IRelayDirectory> ToDirectories(this RelayOptions options) =>
        !options.EnableAutoDiscovery ? []
            : options.Directories.Count == 0 ? [new PeerRelayDirectory()]
            : [.. options.Directories.Select(
                static directory => directory is PeerRelayDirectory ? new PeerRelayDirectory() : directory)];

    /// <summary>Whether every frame is to be logged.</summary>
    public static bool IsDebug(this RelayOptions options) =>
        options.Metadata.Any(static pair => RelayOptionsRules.IsDebugKey(pair.Key) && bool.Parse(pair.Value));

    public static ILoadBalancer ToLoadBalancer(this RelayOptions options) =>
        options.LoadBalancer ?? LoadBalancers.ByName(options.SelectionStrategy)
        ?? throw new UnreachableException($"'{options.SelectionStrategy}' is no strategy, but passed validation.");
}
