namespace SolConnect.Relay.Core.Session;

/// <summary>Everything that the machine asks of its shell. The shell starts the work and does not wait for it.</summary>
internal enum SessionEffectKind
{
    None = 0,

    /// <summary>Open a WebSocket to the relay; answer with <c>DialSucceeded</c> or <c>DialFailed</c>.</summary>
    Dial,

    /// <summary>Write one WebSocket message; answer with <c>Written</c>. At most two are on the way per connection.</summary>
    Write,

    /// <summary>Close the connection (or give the dial up) after what was written; no answer. Bounded by the shell.</summary>
    Close,

    /// <summary>Cut the connection (or the dial) at once; no answer.</summary>
    Abort,

    /// <summary>
    /// Sends have their outcomes, in this order. Their slots in the outbox are free, and the machine has let go of those that
    /// <c>LeaveWithOutcome</c>.
    /// </summary>
    SendsSettled,

    /// <summary>The machine has let go of a message that it kept beyond its outcome.</summary>
    SendReleased,

    /// <summary>The first relay confirmed a subscription.</summary>
    Subscribed,

    /// <summary>Hand a message to the application.</summary>
    Deliver,

    /// <summary>Everything of a producer through a sequence is accounted for without a message.</summary>
    Skipped,

    /// <summary>
    /// Everything in a log before an offset is accounted for by what the effects before this one tell.
    /// </summary>
    Reached,

    /// <summary>A subscription has ended: on request, with the transport, or because of its gap policy.</summary>
    SubscriptionEnded,

    /// <summary>A switch that the application asked for is done, or cannot be.</summary>
    SwitchSettled,

    /// <summary>Something that people want to know: see <see cref="SessionEvent"/>.</summary>
    Event,

    /// <summary>After <c>Drain</c>: no send is without an outcome any more.</summary>
    Drained,

    /// <summary>After <c>Stop</c>: this was the last effect.</summary>
    Stopped,
}
