namespace SolConnect.Relay;

/// <summary>What <c>SendAsync</c> does when the outbox is full.</summary>
public enum OutboxFullMode
{
    /// <summary>
    /// Wait for a free slot, first in, first out. The wait ends with <c>MessageTimeout</c> or the caller's token.
    /// </summary>
    Wait = 0,

    /// <summary>Throw <see cref="OutboxFullException"/> at once; nothing was sent.</summary>
    Reject = 1,
}
