namespace SolConnect.Relay.Simulation.Histories;

/// <summary>What must not grow past a limit.</summary>
internal enum PeakKind
{
    /// <summary>Writes that one connection has on the way, at a client.</summary>
    ClientWrites,

    /// <summary>Writes that one connection has on the way, at a relay.</summary>
    RelayWrites,

    /// <summary>Messages that a client keeps, by its own count.</summary>
    Retained,

    /// <summary>Messages that a client was given and has not let go of.</summary>
    Unreleased,

    /// <summary>Bytes handed to one subscription and not consumed yet, as far as they hold back credit.</summary>
    UnconsumedCredit,

    /// <summary>Payload bytes handed to one subscription and not consumed yet.</summary>
    UnconsumedBytes,
}
