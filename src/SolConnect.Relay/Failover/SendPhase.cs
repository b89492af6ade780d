namespace SolConnect.Relay.Failover;

/// <summary>Where a send is on its way through the outbox gate. Guarded by the gate's lock.</summary>
internal enum SendPhase
{
    /// <summary>Rented, not at the gate yet.</summary>
    Created = 0,

    /// <summary>Cancelled before it came to the gate.</summary>
    CancelledEarly = 1,

    /// <summary>In line for a slot.</summary>
    Waiting = 2,

    /// <summary>Holds a slot and was posted to the machine.</summary>
    Entered = 3,

    /// <summary>Like <see cref="Entered"/>, and its cancellation was posted too.</summary>
    CancelPosted = 4,

    /// <summary>Has its outcome.</summary>
    Settled = 5,
}
