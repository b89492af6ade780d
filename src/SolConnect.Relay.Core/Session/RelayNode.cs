using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Session;

/// <summary>One relay that is connected to: what is known about it across its connections.</summary>
internal sealed class RelayNode(RelayEndpoint endpoint, int slot)
{
    /// <summary>As the last list that names the relay has it. The id never changes.</summary>
    public RelayEndpoint Endpoint { get; private set; } = endpoint;

    /// <summary>Its place in tables by relay. Another relay may get it once this one is gone.</summary>
    public int Slot { get; } = slot;

    /// <summary>Names the relay to the shell as the origin of credit; never given to another one.</summary>
    public int Origin { get; init; } = slot;

    /// <summary>Since when its time is over, and only what it still holds is fetched; <see cref="Instant.Never"/>: it is not.</summary>
    public Instant LeavingSince { get; set; } = Instant.Never;

    public bool IsLeaving => LeavingSince != Instant.Never;

    /// <summary>It was left, and nothing refers to it any more.</summary>
    public bool IsGone { get; set; }

    /// <summary>Its connection leads to an address that it no longer has. It stays in use until the new address answers.</summary>
    public bool HasMoved => Connection is { } connection && connection.Address != Endpoint.Url;

    /// <summary>Its place in the strategy's last ranking; 0 is best.</summary>
    public int Rank { get; set; } = slot;

    /// <summary>The connection that is being dialled or is open.</summary>
    public Connection? Connection { get; set; }

    /// <summary>A second one that is being dialled while the first is silent; at its Welcome it takes the first one's place.</summary>
    public Connection? Challenger { get; set; }

    /// <summary>Open, and not asked to leave: it may publish.</summary>
    public bool IsOpen => Connection is { IsOpen: true };

    /// <summary>An answer is overdue.</summary>
    public bool IsSuspected => Connection is { Liveness.IsSuspected: true };

    /// <summary>Open, and nothing is overdue.</summary>
    public bool IsTrusted => IsOpen && !IsSuspected;

    /// <summary>When an open connection to it last failed.</summary>
    public Instant LostAt { get; set; } = new(long.MinValue / 2);

    /// <summary>When it last said Welcome.</summary>
    public Instant OpenedAt { get; private set; }

    public FlapPenalty Penalty { get; } = new();

    /// <summary>No failback to it before this: it was left because it was getting worse.</summary>
    public Instant NotBackBefore { get; set; }

    public RelayTraffic Traffic { get; } = new();

    public bool HasLog { get; private set; }

    /// <summary>The log behind the relay, as its last Welcome said.</summary>
    public LogId Log { get; private set; }

    public Durability Durability { get; private set; }

    public RelayClock Clock { get; } = new();

    public int LoadPerMille { get; set; }

    public DialPlan Dials { get; private set; } = new();

    public CloseReason? LastCloseReason { get; set; }

    public string? LastCloseDetail { get; set; }

    /// <summary>The list tells something else of the relay. What is known of an address says nothing about another one.</summary>
    public void Describe(RelayEndpoint endpoint)
    {
        Dials = endpoint.Url == Endpoint.Url ? Dials : new();
        Endpoint = endpoint;
    }

    /// <summary>What Welcome told; the log may be another one than before.</summary>
    public void Welcome(LogId log, Durability durability, Instant now) =>
        (HasLog, Log, Durability, OpenedAt) = (true, log, durability, now);
}
