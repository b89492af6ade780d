namespace SolConnect.Relay.Core.Delivery;

/// <summary>How far one outbound message has come.</summary>
internal enum OutboundState
{
    /// <summary>Not given to the machine yet.</summary>
    New = 0,

    /// <summary>In the outbox, never encoded, without a number.</summary>
    Waiting = 1,

    /// <summary>Numbered and encoded for at least one relay; no outcome yet.</summary>
    InFlight = 2,

    /// <summary>Has its receipt, and is kept until enough logs have acknowledged it.</summary>
    Receipted = 3,

    /// <summary>The machine has let go of it.</summary>
    Released = 4,
}
