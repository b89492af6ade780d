namespace SolConnect.Relay.Core.Session;

/// <summary>Everything that can happen to the machine.</summary>
internal enum SessionInputKind
{
    None = 0,

    /// <summary>Begin to connect.</summary>
    Start,

    /// <summary>Messages whose outbox slots are reserved.</summary>
    Publish,

    /// <summary>The caller of a send no longer waits.</summary>
    CancelSend,

    Subscribe,
    Unsubscribe,

    /// <summary>The application took messages out of a subscription's queue: its relays get the credit back.</summary>
    Consumed,

    /// <summary>The shell's WebSocket for a dial is open.</summary>
    DialSucceeded,

    /// <summary>A dial failed.</summary>
    DialFailed,

    /// <summary>One whole WebSocket message arrived.</summary>
    Received,

    /// <summary>A buffer was handed to the socket; the machine may use it again. No progress: only acks are.</summary>
    Written,

    /// <summary>An open connection ended.</summary>
    ConnectionLost,

    /// <summary>The strategy ranked the relays anew.</summary>
    Ranked,

    /// <summary>The application wants another primary.</summary>
    SwitchTo,

    /// <summary>There is another relay list.</summary>
    RelaysChanged,

    /// <summary>The machine slept: the clock on the wall went on without the monotonic one.</summary>
    Resumed,

    /// <summary>A deadline of the machine may have passed.</summary>
    Tick,

    /// <summary>Accept nothing more; report <see cref="SessionEffectKind.Drained"/> once every send has its outcome.</summary>
    Drain,

    /// <summary>End everything now: connections close, open sends are <c>Stopped</c>, subscriptions end.</summary>
    Stop,
}
