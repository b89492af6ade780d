namespace SolConnect.Relay.Core.Delivery;

/// <summary>How one send ended; exactly one per accepted message.</summary>
internal enum SendOutcome
{
    /// <summary>Enough relays acknowledged it.</summary>
    Receipted = 0,

    /// <summary>The caller cancelled.</summary>
    Cancelled = 1,

    /// <summary><c>MessageTimeout</c> passed.</summary>
    TimedOut = 2,

    /// <summary>Every relay of the set refused it for good.</summary>
    Rejected = 3,

    /// <summary>The transport was stopped, and its drain ended first.</summary>
    Stopped = 4,

    /// <summary>The outbox remembers <c>MaxTopics</c> topics already.</summary>
    TooManyTopics = 5,

    /// <summary>The machine failed; every later call throws the same cause.</summary>
    Faulted = 6,
}
