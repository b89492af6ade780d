namespace SolConnect.Relay.Core.Session;

/// <summary>The machine's limits and times. The shell has validated them; each stands in <c>RelayOptions</c> with its range.</summary>
internal sealed record SessionOptions
{
    public int Standbys { get; init; } = 2;

    /// <summary>Distinct logs that must acknowledge; <c>null</c>: 1 for a shared log, else min(2, relays in the set).</summary>
    public int? RequiredAcks { get; init; }

    public int OutboxCapacity { get; init; } = 10_000;

    public long OutboxBytes { get; init; } = 8 * 1024 * 1024;

    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Payload bytes; a relay that allows less is no candidate.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Payload bytes in one received message; a relay that allows more is no candidate.</summary>
    public int MaxReceiveMessageBytes { get; init; } = 1024 * 1024;

    public int MaxTopics { get; init; } = 10_000;

    public int MaxSubscriptions { get; init; } = 10_000;

    /// <summary>Producers whose order one subscription remembers.</summary>
    public int MaxProducers { get; init; } = 10_000;

    public TimeSpan HoldTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages that one subscription holds back while it waits for missing ones.</summary>
    public int HoldCapacity { get; init; } = 10_000;

    public long HoldBytes { get; init; } = 4 * 1024 * 1024;

    public GapPolicy OnGap { get; init; } = GapPolicy.Continue;

    public ReceiveMode ReceiveFrom { get; init; } = ReceiveMode.All;

    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What every time of failure detection scales with: see <see cref="Health.SilenceTimers"/>.</summary>
    public TimeSpan FailoverThreshold { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a better ranked relay must have been open, and the primary in its place, before a failback.</summary>
    public TimeSpan FailbackDelay { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan HealthCheckInterval { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan BackoffMin { get; init; } = TimeSpan.FromMilliseconds(250);

    public TimeSpan BackoffMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>At the first start, candidates after the first are dialled this much later, or as soon as one is open.</summary>
    public TimeSpan CandidateStagger { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Failed connects in a row until a relay counts as unhealthy. Redials go on.</summary>
    public int MaxRetries { get; init; } = 3;

    /// <summary>By how much clients may learn of a change of the relay list at different times. See <see cref="RelayRoster"/>.</summary>
    public TimeSpan DiscoveryInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>There is a provider that can replace a refused access token.</summary>
    public bool CanRefreshToken { get; init; }

    public string AffinityKey { get; init; } = "";

    public string ClientName { get; init; } = "";
}
