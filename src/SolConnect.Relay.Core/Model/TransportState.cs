namespace SolConnect.Relay;

/// <summary>What a transport can do at the moment.</summary>
public enum TransportState
{
    /// <summary>Not started, or disconnected on request: sending throws; connecting (again) is possible.</summary>
    Disconnected = 0,

    /// <summary>Dialling; no relay has welcomed the transport yet.</summary>
    Connecting = 1,

    /// <summary>The wanted number of relays is open and unsuspected.</summary>
    Connected = 2,

    /// <summary>At least one relay is open, but fewer than wanted.</summary>
    Degraded = 3,

    /// <summary>No relay is open. Sends queue in the outbox until <c>MessageTimeout</c>.</summary>
    Offline = 4,

    /// <summary>Disposed.</summary>
    Closed = 5,

    /// <summary>Ended by a broken invariant or by authentication; every call throws the cause.</summary>
    Faulted = 6,
}
