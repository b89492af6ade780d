namespace SolConnect.Relay.Server;

/// <summary>
/// Who a relay is and what it allows. Read once, when the relay starts; everything is validated together then, and an
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> names every key that is wrong.
/// </summary>
public sealed class RelayServerOptions
{
    /// <summary>
    /// The relay's identity, the same for every client and across restarts: 1 to 64 characters out of letters, digits,
    /// <c>-</c>, <c>_</c>, <c>.</c> and <c>:</c>. Required.
    /// </summary>
    public string Id { get; set; } = "";

    /// <summary>
    /// Where the relay stands, in the words of its operator: at most 64 bytes of UTF-8. Default empty.
    /// </summary>
    public string Region { get; set; } = "";

    /// <summary>
    /// The absolute <c>ws</c> or <c>wss</c> address under which clients reach this relay, for <c>/api/relays</c>.
    /// Default null: put together from the request, which is right only where no proxy rewrites host or path.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Preference told in <c>/api/relays</c>: higher is preferred. Default 1; from 0 to 1,000.</summary>
    public int Priority { get; set; } = 1;

    /// <summary>Share of the traffic told in <c>/api/relays</c>. Default 1; above 0, at most 1,000.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>
    /// Other relays, told to clients in Welcome, in GoAway and in <c>/api/relays</c>. At most 16, each with its own id.
    /// </summary>
    public IList<RelayEndpoint> Peers { get; } = [];

    /// <summary>
    /// Origins of web pages that may connect, such as <c>https://app.example.com</c>; <c>*</c> allows every page.
    /// Default none: whatever carries an <c>Origin</c> header, which is every browser, is refused with 403.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// Says who a client is and whether it is let in. Default null: everybody is, and nobody is told apart. Called before
    /// the WebSocket is accepted, so that a client that is not let in gets 401, 403 or 503; only for a browser, which
    /// cannot send the header, after its first frame and before Welcome.
    /// </summary>
    /// <remarks>
    /// Called on any thread, for many clients at a time. It may take <see cref="HelloTimeout"/>, then its token is
    /// cancelled. One that takes longer or throws keeps the client out for 5 s (503).
    /// </remarks>
    public Func<RelayAuthenticationContext, CancellationToken, ValueTask<RelayAuthenticationResult>>? Authenticate
    {
        get;
        set;
    }

    /// <summary>
    /// Says whether a client may publish or subscribe to a topic. Default null: to every one. Asked once for each topic
    /// that a connection publishes to, and for each subscription; the answer holds until the connection ends. A message to
    /// a denied topic is rejected for good, a subscription refused.
    /// </summary>
    /// <remarks>
    /// Called on the reader of the client's connection, for many clients at a time. While it runs, nothing more is read
    /// from that client, so it should decide from memory. When it throws, the answer is no.
    /// </remarks>
    public Func<TopicAuthorizationContext, bool>? AuthorizeTopic { get; set; }

    /// <summary>
    /// A connection whose token has expired is ended within this time, at a random moment, so that a client that gave the
    /// same token to several relays does not lose all of them at once. Default 10 s; from 0 to 5 min.
    /// </summary>
    public TimeSpan TokenExpirySpread { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long clients may take to leave after GoAway when the host stops; then they are closed with 1012. Default
    /// 5 s; from 0 to 25 s, because ASP.NET Core resets connections 30 s after it was asked to stop.
    /// </summary>
    public TimeSpan ShutdownGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a new connection may take to say Hello, and to be authenticated. Default 5 s; from 100 ms to 1 min.</summary>
    public TimeSpan HelloTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often client and relay show each other that they live: told in Welcome, and the interval of the relay's own
    /// WebSocket pings. A connection that leaves two of those unanswered is dropped. Default 10 s; from 1 s to 10 min.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one write may wait for a peer that does not read before its connection is dropped. Default 30 s; from
    /// 1 s to 10 min.
    /// </summary>
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Connections at a time; further ones are refused with 503, or closed with 1013. Default 10,000; from 1 to
    /// 1,000,000.
    /// </summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// Connections of one authenticated subject at a time; further ones are closed with 1013. Default 1,000; from 1 to
    /// 1,000,000.
    /// </summary>
    public int MaxConnectionsPerSubject { get; set; } = 1_000;

    /// <summary>
    /// New messages per second that one connection may publish, with a burst of one second; further ones are rejected for
    /// the moment, and the client sends them again once a second's worth is free. Default null: any number; from 1 to
    /// 10,000,000.
    /// </summary>
    public int? MaxMessagesPerSecond { get; set; }

    /// <summary>
    /// Bytes of new messages per second, with their envelope, likewise. Default null: any number; at least
    /// <see cref="MaxMessageBytes"/>.
    /// </summary>
    public long? MaxBytesPerSecond { get; set; }

    /// <summary>
    /// Payload bytes in one message; larger ones are rejected. A client takes no relay that allows more than the client
    /// may receive. Default 1 MiB; from 1 KiB to 16 MiB.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Payload bytes that one client may have unacknowledged. Default 8 MiB; at least <see cref="MaxMessageBytes"/>, at
    /// most 1 GiB.
    /// </summary>
    public long MaxInFlightBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// Topics that one connection may publish to, and as many subscriptions. Default 10,000; from 1 to 1,000,000.
    /// </summary>
    public int MaxTopicsPerConnection { get; set; } = 10_000;

    /// <summary>
    /// Topics that the relay keeps; a topic nobody uses goes when its last producer is forgotten. Publishing to further
    /// ones is rejected, subscribing refused. Default 100,000; from 1 to 10,000,000.
    /// </summary>
    public int MaxTopics { get; set; } = 100_000;

    /// <summary>
    /// Producers that one topic remembers; beyond it the one that was silent longest is forgotten, and starts over at
    /// its floor if it comes back. Default 100,000; from 1 to 10,000,000.
    /// </summary>
    public int MaxProducersPerTopic { get; set; } = 100_000;

    /// <summary>
    /// How much longer than its messages a silent producer is remembered. Default 24 h; from 0 to 30 d.
    /// </summary>
    public TimeSpan ProducerMemory { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Records that one topic keeps. Default 1,000,000; from 1 to 100,000,000.</summary>
    public int RetentionRecords { get; set; } = 1_000_000;

    /// <summary>
    /// Bytes of encoded records that one topic keeps. Default 64 MiB; at least twice <see cref="MaxMessageBytes"/>, at
    /// most 1 TiB.
    /// </summary>
    public long RetentionBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How long a topic keeps a record. Default 5 min; from 1 s to 30 d.</summary>
    public TimeSpan RetentionTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Bytes of encoded records in all topics together. At the limit a topic gives up its own oldest records for new
    /// ones; where it has none, messages are rejected for a second. Default 1 GiB; at least
    /// <see cref="RetentionBytes"/>.
    /// </summary>
    public long MaxLogBytes { get; set; } = 1024 * 1024 * 1024;

    /// <summary>
    /// Where <c>MapRelay</c> answers health checks: 200, or 503 while the relay is leaving. Default <c>/health</c>;
    /// null for nowhere.
    /// </summary>
    public string? HealthPath { get; set; } = "/health";

    /// <summary>
    /// Where <c>MapRelay</c> lists this relay and its peers. Default <c>/api/relays</c>; null for nowhere.
    /// </summary>
    public string? DirectoryPath { get; set; } = "/api/relays";
}
