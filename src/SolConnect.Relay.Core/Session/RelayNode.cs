using SolConnect.Relay.Core.Health;

namespace SolConnect.Relay.Core.Session;

/// <summary>One relay of the set: what is known about it across its connections.</summary>
internal sealed class RelayNode(RelayEndpoint endpoint, int slot)
{
    public RelayEndpoint Endpoint { get; } = endpoint;

    /// <summary>Its place in the relay set, which is in rendezvous order.</summary>
    public int Slot { get; } = slot;

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

    public DialPlan Dials { get; } = new();

    public CloseReason? LastCloseReason { get; set; }

    public string? LastCloseDetail { get; set; }

    /// <summary>What Welcome told; the log may be another one than before.</summary>
    public void Welcome(LogId log, Durability durability, Instant now) =>
        (HasLog, Log, Durability, OpenedAt) = (true, log, durability, now);
}
