namespace SolConnect.Relay.Server.Hub;

/// <summary>Everything that can happen to the hub.</summary>
internal enum HubInputKind
{
    None = 0,

    /// <summary>A WebSocket was accepted, with who is on it where that is known by then.</summary>
    Open,

    /// <summary>The token in a Hello that comes next was good.</summary>
    Admit,

    /// <summary>The token in a Hello was not good, or could not be checked.</summary>
    Refuse,

    /// <summary>One whole WebSocket message arrived.</summary>
    Received,

    /// <summary>A buffer was handed to the socket; the hub may use it again.</summary>
    Written,

    /// <summary>A connection ended, whoever ended it.</summary>
    Closed,

    /// <summary>A deadline of the hub may have passed.</summary>
    Tick,

    /// <summary>Ask every client to leave, and take no new ones.</summary>
    Drain,

    /// <summary>
    /// Start over with the clients and keep the logs: a drain is over, connections and waiting effects are
    /// dropped.
    /// </summary>
    Reopen,
}
