namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What a history can break.</summary>
internal enum Promise
{
    /// <summary>A receipted message was neither handed out nor reported as lost.</summary>
    NoSilentLoss,

    /// <summary>A message was reported as lost although a relay that could be asked still held it.</summary>
    NoFalseGap,

    /// <summary>Something was handed out that nobody published like that.</summary>
    NoPhantom,

    /// <summary>A message was handed to one subscription twice.</summary>
    AtMostOnce,

    /// <summary>Messages of one producer and topic came out of order.</summary>
    Order,

    /// <summary>A receipt, or what was said about a failed send, claims more than is true.</summary>
    HonestOutcome,

    /// <summary>A send ended never, twice, too late, or for a reason that did not exist.</summary>
    EverySendEndsOnce,

    /// <summary>Something happened to a subscription or a client before its beginning or after its end.</summary>
    NothingAfterTheEnd,

    /// <summary>Something grew past its limit.</summary>
    Bounded,

    /// <summary>A receipt took longer than promised although enough relays were there to give it.</summary>
    Prompt,

    /// <summary>A relay was given up for its silence, and nothing was wrong with it.</summary>
    NoFalseAlarm,

    /// <summary>After healing, something that was owed did not happen in time.</summary>
    Convergence,

    /// <summary>The machine or the hub threw, or went round in circles.</summary>
    NoException,
}
