namespace SolConnect.Relay;

/// <summary>
/// Everything that can be set about a transport. The transport validates the options and copies them when it is
/// constructed: changing them afterwards changes nothing. Not thread-safe while it is being filled.
/// </summary>
/// <remarks>
/// <see cref="Relays"/>, <see cref="Standbys"/> and <see cref="AffinityKey"/> decide which relays a message goes to. Every
/// client of the same topics needs the same three values, or publishers and subscribers do not meet.
/// </remarks>
public sealed class RelayOptions
{
    /// <summary>The relays that may be used. No default; 1 to 64, with distinct ids.</summary>
    public IList<RelayEndpoint> Relays { get; set; } = [];

    /// <summary>
    /// Allows <c>ws</c> addresses outside this machine: everything sent there can be read and changed on the way. Default
    /// <c>false</c>; loopback addresses are always allowed.
    /// </summary>
    public bool AllowInsecure { get; set; }

    /// <summary>
    /// Which relay of the set publishes first, by name: <c>weighted</c> (default) or <c>round-robin</c>. Ignored when
    /// <see cref="LoadBalancer"/> is set.
    /// </summary>
    public string SelectionStrategy { get; set; } = "weighted";

    /// <summary>A strategy of your own; <c>null</c> (default) takes <see cref="SelectionStrategy"/>. Never called concurrently.</summary>
    public ILoadBalancer? LoadBalancer { get; set; }

    /// <summary>
    /// Relays connected besides the primary, ready to take over. Default 2; from 0 to 15. The same for every client of the
    /// same topics: see the remarks of this class.
    /// </summary>
    public int Standbys { get; set; } = 2;

    /// <summary>
    /// Spreads topics of different applications over different relays of one list. Default empty; at most 256 characters.
    /// The same for every client of the same topics: see the remarks of this class.
    /// </summary>
    public string AffinityKey { get; set; } = "";

    /// <summary>
    /// Distinct logs that must acknowledge a message before its receipt is given. Default <c>null</c>: 1 where the relays
    /// share a log, else 2, or fewer while fewer relays are open. A number is never lowered: with too few open relays,
    /// sends wait. From 1 to 1 + <see cref="Standbys"/>, and no more than there are relays.
    /// </summary>
    public int? RequiredAcks { get; set; }

    /// <summary>
    /// Time for one attempt to connect, from the name look-up to the relay's Welcome, and for <c>ConnectAsync</c> as a whole.
    /// Default 5 s; from 100 ms to 2 min. Within it, a name look-up gets at most 1 s, TCP 1 s, TLS 2 s and the Welcome 2 s.
    /// </summary>
    public TimeSpan ConnectionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Failed connects in a row until a relay counts as unhealthy. Default 3; from 1 to 1,000. Redials go on.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>An idle connection is pinged this often. Default 10 s; from 100 ms to 5 min.</summary>
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that the outbox holds until they need not be sent again. Default 10,000; from 1 to 1,000,000.</summary>
    public int OutboxCapacity { get; set; } = 10_000;

    /// <summary>Bytes of payload and headers that the outbox holds. Default 8 MiB; from 1 KiB to 1 GiB.</summary>
    public long OutboxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>What <c>SendAsync</c> does when the outbox is full. Default <see cref="OutboxFullMode.Wait"/>.</summary>
    public OutboxFullMode OutboxFullMode { get; set; } = OutboxFullMode.Wait;

    /// <summary>
    /// From <c>SendAsync</c> to the receipt, waiting for a free slot included; then the send fails with what is known about
    /// delivery. Default 30 s; from 10 ms to 24 h.
    /// </summary>
    public TimeSpan MessageTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest payload that may be sent, in bytes. Default 64 KiB; from 1 to 16 MiB. A relay that allows less is not used.</summary>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// Largest payload that is accepted from a relay, in bytes. Default 1 MiB; from <see cref="MaxMessageBytes"/> to 16 MiB.
    /// A relay that allows more is not used.
    /// </summary>
    public int MaxReceiveMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>Topics that the transport may publish to in its life; one more throws. Default 10,000; from 1 to 1,000,000.</summary>
    public int MaxTopics { get; set; } = 10_000;

    /// <summary>Subscriptions open at a time; one more throws. Default 10,000; from 1 to 1,000,000.</summary>
    public int MaxSubscriptions { get; set; } = 10_000;

    /// <summary>
    /// Producers whose order one subscription remembers; one more makes it forget the longest silent one, with an alert.
    /// Default 10,000; from 1 to 1,000,000.
    /// </summary>
    public int MaxProducers { get; set; } = 10_000;

    /// <summary>
    /// Which relays a subscription reads. Default <see cref="ReceiveMode.All"/>. <see cref="ReceiveMode.Primary"/> is for
    /// relays that share one log: between independent relays it would miss what others publish elsewhere.
    /// </summary>
    public ReceiveMode ReceiveFrom { get; set; } = ReceiveMode.All;

    /// <summary>What a subscription does when messages are lost. Default <see cref="GapPolicy.Continue"/>.</summary>
    public GapPolicy OnGap { get; set; } = GapPolicy.Continue;

    /// <summary>
    /// How long a message waits for a missing one before it when a relay that may hold that one cannot be asked. Then the gap
    /// is reported. Default 10 s; from 0 to 10 min.
    /// </summary>
    public TimeSpan HoldTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that one subscription holds back meanwhile; full means a gap at once. Default 10,000; from 1 to 1,000,000.</summary>
    public int HoldCapacity { get; set; } = 10_000;

    /// <summary>
    /// Bytes that one subscription holds back meanwhile; full means a gap at once. Default 4 MiB; from
    /// <see cref="MaxReceiveMessageBytes"/> to 1 GiB.
    /// </summary>
    public long HoldBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How long disconnecting and disposing wait for receipts. Default 2 s; from 0 to 5 min.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What relays may call this client in their logs. Default empty; at most 128 bytes of UTF-8 without control characters.</summary>
    public string ClientName { get; set; } = "";

    /// <summary>The clock behind every timer and timestamp. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
