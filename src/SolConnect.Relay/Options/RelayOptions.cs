using Microsoft.Extensions.Configuration;
using SolConnect.Relay.Connections;

namespace SolConnect.Relay;

/// <summary>
/// Everything that can be set about a transport. The transport validates the options and copies them when it is
/// constructed: changing them afterwards changes nothing. Not thread-safe while it is being filled.
/// </summary>
/// <remarks>
/// <see cref="Relays"/>, <see cref="Standbys"/> and <see cref="AffinityKey"/> decide which relays a message goes to.
/// Every client of the same topics needs the same three values, or publishers and subscribers do not meet. That is why
/// no preset touches them.
/// </remarks>
public sealed class RelayOptions
{
    /// <summary>
    /// The relays that may be used. No default; 1 to 64, with distinct ids, or none where <see cref="Directories"/> name
    /// them.
    /// </summary>
    public IList<RelayEndpoint> Relays { get; set; } = [];

    /// <summary>
    /// Asks <see cref="Directories"/> for relays, and adds and removes them while the transport runs; without directories,
    /// the connected relays for their peers. Default <c>false</c>. See docs/discovery.md.
    /// </summary>
    public bool EnableAutoDiscovery { get; set; }

    /// <summary>
    /// Directories are asked this often, give or take a tenth, and so by this much clients may learn of a new list at
    /// different times: producers follow it after twice this time, and relays that are not needed any more are left after four
    /// times. Default 30 s; from 100 ms to 1 day. The same for every client of the same topics. See docs/failover.md.
    /// </summary>
    public TimeSpan DiscoveryInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Where relays are looked up when <see cref="EnableAutoDiscovery"/> is set. Default none; at most 8. What an earlier
    /// one says of a relay counts, and what <see cref="Relays"/> says counts more. Together they may name 16 relays.
    /// </summary>
    public IList<IRelayDirectory> Directories { get; set; } = [];

    /// <summary>
    /// Where discovered relays may be: host names, <c>*.example.com</c> for every host below a domain, addresses, and
    /// networks such as <c>10.0.0.0/8</c>. Default none, which allows every host; at most 64. A list of relays that breaks
    /// this rule is refused as a whole. Private addresses need an entry for the host itself, the address or its network.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = [];

    /// <summary>
    /// Allows <c>ws</c> addresses outside this machine: everything sent there can be read and changed on the way.
    /// Default <c>false</c>; loopback addresses are always allowed.
    /// </summary>
    public bool AllowInsecure { get; set; }

    /// <summary>
    /// Gives the access token for each attempt to connect to a relay. Default <c>null</c>: none is sent. It may be called
    /// on any thread and for several relays at the same time, but never twice at a time for one relay.
    /// </summary>
    /// <remarks>
    /// <para>Connecting waits for it for at most 3 s, within <see cref="ConnectionTimeout"/>; then the token that it was
    /// called with is cancelled. A call that throws is repeated twice, about 100 and 200 ms later. Without a token the
    /// attempt ends with <see cref="CloseReason.NoAccessToken"/> and is made again after the usual backoff.</para>
    /// <para>A token has 1 to 4,096 visible ASCII characters. It is sent in the <c>Authorization</c> header (in a
    /// browser, in the first frame), and shows up nowhere else: nor does the text of what the provider throws.</para>
    /// <para>When a relay refuses a token, or one expires, the provider is called once with
    /// <see cref="AccessTokenReason.Refused"/> and the relay is dialled again at once. All relays that were given the
    /// same token share the new one. A relay that refuses that as well, or any token without a provider, is not
    /// dialled again (<see cref="CloseReason.Unauthorized"/>); when that holds for every relay of the set, the
    /// transport is <see cref="TransportState.Faulted"/>.</para>
    /// </remarks>
    public Func<AccessTokenContext, CancellationToken, ValueTask<string?>>? AccessTokenProvider { get; set; }

    /// <summary>
    /// Which relay of the set publishes first, by name in any case of letters: <c>weighted</c> (default), <c>round-robin</c>,
    /// <c>least-connections</c>, <c>geographic</c>, <c>least-latency</c>, <c>rendezvous</c> or <c>adaptive</c>; see
    /// docs/selection.md. Ignored when <see cref="LoadBalancer"/> is set.
    /// </summary>
    public string SelectionStrategy { get; set; } = "weighted";

    /// <summary>
    /// A strategy of your own; <c>null</c> (default) takes <see cref="SelectionStrategy"/>. Never called concurrently.
    /// </summary>
    public ILoadBalancer? LoadBalancer { get; set; }

    /// <summary>
    /// Where this client is, as one of the relays names its region or as in <see cref="CloudRegions"/>. Default <c>null</c>:
    /// <see cref="RegionProvider"/> finds out. Empty: unknown.
    /// </summary>
    public string? Region { get; set; }

    /// <summary>Finds out where this client is. Default <c>null</c>: a <see cref="SystemRegionProvider"/>.</summary>
    public IRegionProvider? RegionProvider { get; set; }

    /// <summary>
    /// Regions to go to when there is no relay in the client's own, best first; read by <c>geographic</c>. Default none; at most
    /// 16, each a region of one of the relays or of <see cref="CloudRegions"/>, and none twice.
    /// </summary>
    public IList<string> PreferredRegions { get; set; } = [];

    /// <summary>
    /// Relays connected besides the primary, ready to take over. Default 2; from 0 to 15. The same for every client of
    /// the same topics: see the remarks of this class.
    /// </summary>
    public int Standbys { get; set; } = 2;

    /// <summary>
    /// Spreads topics of different applications over different relays of one list. Default empty; at most 256 bytes
    /// of UTF-8. The same for every client of the same topics: see the remarks of this class.
    /// </summary>
    public string AffinityKey { get; set; } = "";

    /// <summary>
    /// Distinct logs that must acknowledge a message before its receipt is given. Default <c>null</c>: 1 where the
    /// relays share a log, else 2, or fewer while fewer relays are open. A number is never lowered: with too few open
    /// relays, sends wait. From 1 to 1 + <see cref="Standbys"/>, and no more than there are relays.
    /// </summary>
    public int? RequiredAcks { get; set; }

    /// <summary>
    /// Time for one attempt to connect, from the name look-up to the relay's Welcome, and for <c>ConnectAsync</c> as a
    /// whole. Default 5 s; from 100 ms to 2 min. Within it, the access token gets at most 3 s, a name look-up 1 s, TCP
    /// 1 s, TLS 2 s and the Welcome 2 s.
    /// </summary>
    public TimeSpan ConnectionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Failed connects in a row until a relay counts as unhealthy. Default 3; from 1 to 1,000. Redials go on.
    /// </summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>
    /// The longest that a failed relay may delay a receipt, and what every time of failure detection scales with: a relay
    /// is suspected after a fifth to a half of it, and given up after twice that long. Default 500 ms; from 100 ms to 30 s.
    /// See docs/failover.md.
    /// </summary>
    public TimeSpan FailoverThreshold { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// An idle connection is pinged this often, and a relay that no connection is held to is checked this often. Default 10 s;
    /// from 100 ms to 5 min.
    /// </summary>
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Whether relays that are known and not connected are looked at, by a short connection each
    /// <see cref="HealthCheckInterval"/>. Default <c>true</c>. With many clients that is load on every relay: see
    /// docs/monitoring.md.
    /// </summary>
    public bool HealthChecks { get; set; } = true;

    /// <summary>
    /// Whether a primary that gets clearly worse than a standby is left before it fails. Default <c>false</c>; <c>true</c> in
    /// <see cref="Production"/>. The rule is in docs/monitoring.md.
    /// </summary>
    public bool PredictiveSwitchover { get; set; }

    /// <summary>
    /// An alert is raised while a relay's smoothed round-trip time is above this, and clears at 80 % of it. Default 1 s; from
    /// 1 ms to 1 min.
    /// </summary>
    public TimeSpan AlertLatency { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// An alert is raised while a relay's error rate is above this share, and clears at half of it. Default 0.2; from 0.001 to
    /// 1, which is never.
    /// </summary>
    public double AlertErrorRate { get; set; } = 0.2;

    /// <summary>
    /// An alert is raised while a relay's quality is below this, and clears at 10 points more. Default 20; from 0, which is
    /// never, to 90.
    /// </summary>
    public double AlertQuality { get; set; } = 20;

    /// <summary>
    /// Whether metrics carry the topic (<c>messaging.destination.name</c>). Default <c>false</c>: with many topics that is many
    /// time series. Traces always name it.
    /// </summary>
    public bool TopicInMetrics { get; set; }

    /// <summary>
    /// Messages that the outbox holds until they need not be sent again. Default 10,000; from 1 to 1,000,000.
    /// </summary>
    public int OutboxCapacity { get; set; } = 10_000;

    /// <summary>Bytes of payload and headers that the outbox holds. Default 8 MiB; from 1 KiB to 1 GiB.</summary>
    public long OutboxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// What <c>SendAsync</c> does when the outbox is full. Default <see cref="OutboxFullMode.Wait"/>.
    /// </summary>
    public OutboxFullMode OutboxFullMode { get; set; } = OutboxFullMode.Wait;

    /// <summary>
    /// From <c>SendAsync</c> to the receipt, waiting for a free slot included; then the send fails with what is known
    /// about delivery. Default 30 s; from 10 ms to 24 h.
    /// </summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Largest payload that may be sent, in bytes. Default 64 KiB; from 1 to 16 MiB. A relay that allows less is not
    /// used.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Largest payload that is accepted from a relay, in bytes. Default 1 MiB; from <see cref="MaxMessageBytes"/> to
    /// 16 MiB. A relay that allows more is not used.
    /// </summary>
    public int MaxReceiveMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Topics that the transport may publish to in its life; one more throws. Default 10,000; from 1 to 1,000,000.
    /// </summary>
    public int MaxTopics { get; set; } = 10_000;

    /// <summary>Subscriptions open at a time; one more throws. Default 10,000; from 1 to 1,000,000.</summary>
    public int MaxSubscriptions { get; set; } = 10_000;

    /// <summary>
    /// Producers whose order one subscription remembers; one more makes it forget the longest silent one, with an
    /// alert. Default 10,000; from 1 to 1,000,000.
    /// </summary>
    public int MaxProducers { get; set; } = 10_000;

    /// <summary>
    /// Which relays a subscription reads. Default <see cref="ReceiveMode.All"/>. <see cref="ReceiveMode.Primary"/> is
    /// for relays that share one log: between independent relays it would miss what others publish elsewhere.
    /// </summary>
    public ReceiveMode ReceiveFrom { get; set; } = ReceiveMode.All;

    /// <summary>What a subscription does when messages are lost. Default <see cref="GapPolicy.Continue"/>.</summary>
    public GapPolicy OnGap { get; set; } = GapPolicy.Continue;

    /// <summary>
    /// How long a message waits for a missing one before it when a relay that may hold that one cannot be asked. Then
    /// the gap is reported. Default 10 s; from 0 to 10 min.
    /// </summary>
    public TimeSpan HoldTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Messages that one subscription holds back meanwhile; full means a gap at once. Default 10,000; from 1 to
    /// 1,000,000.
    /// </summary>
    public int HoldCapacity { get; set; } = 10_000;

    /// <summary>
    /// Bytes that one subscription holds back meanwhile; full means a gap at once. Default 4 MiB; from
    /// <see cref="MaxReceiveMessageBytes"/> to 1 GiB.
    /// </summary>
    public long HoldBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long disconnecting and disposing wait for receipts. Default 2 s; from 0 to 5 min.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What relays may call this client in their logs. Default empty; at most 128 bytes of UTF-8 without control
    /// characters.
    /// </summary>
    public string ClientName { get; set; } = "";

    /// <summary>
    /// Values for special purposes, by name. Default none; at most 32 of at most 256 characters. The library knows
    /// <c>debug</c>: with <c>true</c>, every frame that is sent or received is logged to the category
    /// <c>SolConnect.Relay.Frames</c> at level <c>Debug</c>, with its type, numbers and sizes, never with payloads or tokens.
    /// </summary>
    public IDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// Connects when the host starts, which waits for a relay for at most <see cref="ConnectionTimeout"/> and starts in any
    /// case. Default <c>false</c>. Only for transports that were registered with <c>AddSolConnectRelay</c>.
    /// </summary>
    public bool ConnectOnStart { get; set; }

    /// <summary>The clock behind every timer and timestamp. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// Makes what opens connections in the place of WebSockets over the network, out of the options that the transport
    /// accepted: for relays inside the own process. <c>null</c>: the network.
    /// </summary>
    internal Func<RelayOptions, IWebSocketDialer>? DialerFactory { get; set; }

    /// <summary>What could not be read out of a configuration: reported with everything else that is wrong.</summary>
    internal IList<string> ConfigurationErrors { get; private set; } = [];

    /// <summary>The path of a configuration section that was read and held nothing: a name spelled wrong, perhaps.</summary>
    internal string? EmptySection { get; set; }

    /// <summary>
    /// For a developer's machine: lost messages end the subscription instead of being reported (<see cref="OnGap"/> is
    /// <c>Fault</c>), <c>ws</c> is allowed everywhere, a stuck send fails after 10 s, and dispose waits 500 ms.
    /// </summary>
    public static RelayOptions Development() => new()
    {
        AllowInsecure = true,
        OnGap = GapPolicy.Fault,
        MessageTimeout = TimeSpan.FromSeconds(10),
        DrainTimeout = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>
    /// For servers: an outbox of 64 MiB and 100,000 messages rides out longer outages, a send may take 60 s, a primary that
    /// gets worse is left before it fails, and disposing waits up to 10 s for receipts, well within the 30 s that orchestrators
    /// give a process to stop.
    /// </summary>
    public static RelayOptions Production() => new()
    {
        OutboxCapacity = 100_000,
        OutboxBytes = 64 * 1024 * 1024,
        PredictiveSwitchover = true,
        MessageTimeout = TimeSpan.FromSeconds(60),
        DrainTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>
    /// For messages that are worthless when late: a full outbox of 1,000 messages rejects instead of making callers
    /// wait, a send fails after 5 s and an attempt to connect after 3 s, a missing message holds the others up for at
    /// most 1 s, idle connections are checked every 2 s, and a silent relay delays nothing by more than 250 ms.
    /// </summary>
    public static RelayOptions LowLatency() => new()
    {
        ConnectionTimeout = TimeSpan.FromSeconds(3),
        HealthCheckInterval = TimeSpan.FromSeconds(2),
        FailoverThreshold = TimeSpan.FromMilliseconds(250),
        OutboxCapacity = 1_000,
        OutboxFullMode = OutboxFullMode.Reject,
        MessageTimeout = TimeSpan.FromSeconds(5),
        HoldTime = TimeSpan.FromSeconds(1),
    };

    /// <summary>
    /// For networks that come and go: connecting may take 15 s, a send 5 min and a missing message 30 s; idle
    /// connections are checked every 30 s, and relays that are not connected never, to let the radio sleep; and buffers are
    /// small (outbox 2 MiB, received messages 256 KiB, hold 1 MiB).
    /// </summary>
    public static RelayOptions Mobile() => new()
    {
        ConnectionTimeout = TimeSpan.FromSeconds(15),
        HealthCheckInterval = TimeSpan.FromSeconds(30),
        HealthChecks = false,
        MaxReceiveMessageBytes = 256 * 1024,
        OutboxCapacity = 2_000,
        OutboxBytes = 2 * 1024 * 1024,
        MessageTimeout = TimeSpan.FromMinutes(5),
        HoldTime = TimeSpan.FromSeconds(30),
        HoldCapacity = 2_000,
        HoldBytes = 1024 * 1024,
    };

    /// <summary>
    /// <see cref="Development"/> for the environment of that name, in any case of letters, and
    /// <see cref="Production"/> for every other one, so that an unknown name gets the careful settings.
    /// </summary>
    /// <param name="name">As in <c>DOTNET_ENVIRONMENT</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public static RelayOptions ForEnvironment(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return string.Equals(name, "Development", StringComparison.OrdinalIgnoreCase) ? Development() : Production();
    }

    /// <summary>
    /// The same for the environment that the process runs in: <c>DOTNET_ENVIRONMENT</c>, or else
    /// <c>ASPNETCORE_ENVIRONMENT</c>, as hosts read them; <c>Production</c> where neither is set.
    /// </summary>
    public static RelayOptions ForEnvironment() => ForEnvironment(
        NonEmpty("DOTNET_ENVIRONMENT") ?? NonEmpty("ASPNETCORE_ENVIRONMENT") ?? "Production");

    private static string? NonEmpty(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>
    /// Sets what a configuration section names, and appends its relays. A key that is no option, and a value that cannot be
    /// read, are violations that the transport's constructor reports with all the others.
    /// </summary>
    /// <param name="section">
    /// Keys are the names of these options; relays stand under <c>Relays:0</c>, <c>Relays:1</c> …
    /// </param>
    public void ReadFrom(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        RelayOptionsConfiguration.Apply(section, this);
    }

    /// <summary>A copy that later changes of this object, and of its lists, do not reach.</summary>
    internal RelayOptions Copy()
    {
        var copy = (RelayOptions)MemberwiseClone();
        copy.Relays = Relays is null ? null! : [.. Relays];
        copy.PreferredRegions = PreferredRegions is null ? null! : [.. PreferredRegions];
        copy.Directories = Directories is null ? null! : [.. Directories];
        copy.AllowedHosts = AllowedHosts is null ? null! : [.. AllowedHosts];
        copy.Metadata = Metadata is null ? null! : new Dictionary<string, string>(Metadata);
        copy.ConfigurationErrors = [.. ConfigurationErrors];
        return copy;
    }
}
