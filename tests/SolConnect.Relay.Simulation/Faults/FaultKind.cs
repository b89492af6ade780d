namespace SolConnect.Relay.Simulation.Faults;

/// <summary>What can go wrong in the world.</summary>
internal enum FaultKind
{
    /// <summary>One path between a client and a relay, or all paths of a relay, take much longer for a while.</summary>
    LatencySpike,

    /// <summary>Writes take long to be accepted by the socket.</summary>
    SlowWrites,

    /// <summary>A relay's process dies and comes back empty, under a new log id.</summary>
    CrashLosingLog,

    /// <summary>A relay is gone for a while and comes back with its log.</summary>
    CrashKeepingLog,

    /// <summary>A connection ends in good order: what was sent before arrives.</summary>
    Close,

    /// <summary>A connection breaks: what was on its way is lost from some point on, in each direction.</summary>
    Reset,

    /// <summary>What a relay sends disappears, and then the connection breaks.</summary>
    LostAcks,

    /// <summary>An Ack frame that the relay sent before arrives again.</summary>
    DuplicateAck,

    /// <summary>A path is cut and new connects are refused for a while.</summary>
    RefusedConnects,

    /// <summary>A path is cut and new connects get no answer for a while.</summary>
    HangingConnects,

    AllRelaysDown,

    /// <summary>A relay asks its clients to leave, closes, and comes back: empty, or with its log.</summary>
    GoAway,

    /// <summary>A client's loop does not run for a while.</summary>
    ClientPause,

    /// <summary>A relay's loop does not run for a while.</summary>
    RelayPause,

    /// <summary>A client stops for good, whatever is open.</summary>
    ClientStops,
}
