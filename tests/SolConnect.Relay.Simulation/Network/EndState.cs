namespace SolConnect.Relay.Simulation.Network;

/// <summary>How one end sees a connection.</summary>
internal enum EndState
{
    /// <summary>The client: waiting for the answer. The relay: knows nothing of it.</summary>
    Dialling = 0,

    Open = 1,
    Gone = 2,
}
