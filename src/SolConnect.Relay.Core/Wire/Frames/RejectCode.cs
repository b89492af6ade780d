namespace SolConnect.Relay.Core.Wire;

/// <summary>
/// Why a relay did not take a message. Only <see cref="OutOfOrder"/> and <see cref="Throttled"/> are temporary.
/// </summary>
internal enum RejectCode : byte
{
    /// <summary>Something before it is missing here; the frame carries the sequence that is expected.</summary>
    OutOfOrder = 1,

    /// <summary>The relay takes no more for now; the frame says for how long.</summary>
    Throttled = 2,

    TopicDenied = 3,
    MessageTooLarge = 4,
    TooManyTopics = 5,
}
