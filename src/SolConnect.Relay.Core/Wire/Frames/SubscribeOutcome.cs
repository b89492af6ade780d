namespace SolConnect.Relay.Core.Wire;

/// <summary>How a relay could honour the start that a subscription asked for.</summary>
internal enum SubscribeOutcome : byte
{
    /// <summary>A new cursor at the asked start.</summary>
    Fresh = 0,

    /// <summary>At the asked position of the same log: nothing in between was lost.</summary>
    Resumed = 1,

    /// <summary>Something at or after the asked start was trimmed; the frontier tells how far.</summary>
    Gap = 2,

    /// <summary>
    /// The asked position belongs to a log that this relay no longer has; the cursor stands at the log's beginning.
    /// </summary>
    Reset = 3,

    /// <summary>The relay denies this topic or takes no more subscriptions.</summary>
    Refused = 4,
}
