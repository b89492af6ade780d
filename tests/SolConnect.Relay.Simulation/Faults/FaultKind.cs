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

    /// <summary>A relay's process is stopped for many seconds, and then goes on as if nothing had been.</summary>
    RelayStop,

    /// <summary>Each turn of a relay's loop takes long for a while.</summary>
    SlowRelay,

    /// <summary>What clients send to a relay does not get through for a while; what it sends does.</summary>
    BlackholeUp,

    /// <summary>What a relay sends does not get through for a while; what it is sent does.</summary>
    BlackholeDown,

    BlackholeBoth,

    /// <summary>A path is gone for good, and nobody says so; the relay may find out.</summary>
    HalfOpen,

    /// <summary>All connections of a client are dead and nobody says so; new ones can be made.</summary>
    NetworkChange,

    /// <summary>Everything of a relay gets through but its acks.</summary>
    AckLoss,

    /// <summary>A relay acknowledges what it was never sent.</summary>
    BogusAck,

    /// <summary>A relay sends bytes that are no frames.</summary>
    GarbageToClient,

    /// <summary>A client's bytes reach the relay spoilt.</summary>
    GarbageToRelay,

    /// <summary>A client's process, or its machine, sleeps for a long time.</summary>
    ClientSuspend,

    /// <summary>The clock on a client's wall is set forward, which looks as if the machine had slept.</summary>
    ClockJump,

    /// <summary>A client stops for good, whatever is open.</summary>
    ClientStops,

    /// <summary>A relay does not take a client's access token any more, until the client brings a fresh one.</summary>
    TokenRefused,

    /// <summary>A relay has too much to do, and says when to come again.</summary>
    Overloaded,

    /// <summary>A relay does not let a client in any more, for good.</summary>
    Forbidden,

    /// <summary>The relay list changes, and the clients learn of it one after the other.</summary>
    ListChange,
}
