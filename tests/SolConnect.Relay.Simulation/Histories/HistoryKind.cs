namespace SolConnect.Relay.Simulation.Histories;

/// <summary>What an observer from outside can see. The checker knows nothing else.</summary>
internal enum HistoryKind : byte
{
    None = 0,

    /// <summary>A message with a slot in the outbox was given to a client.</summary>
    Published,

    CancelAsked,

    /// <summary>A send got its outcome.</summary>
    Settled,

    /// <summary>A client let go of a message.</summary>
    Released,

    SubscribeAsked,
    Subscribed,
    UnsubscribeAsked,

    /// <summary>A message was handed to the application.</summary>
    Delivered,

    /// <summary>A subscription reported messages as lost.</summary>
    Gap,

    SubscriptionEnded,

    /// <summary>
    /// An application stored its checkpoint and its work, after it had taken so many messages of a subscription.
    /// </summary>
    Stored,

    /// <summary>A subscription that was asked for goes on from what was last stored of an earlier one.</summary>
    Resumes,

    /// <summary>A Publish frame reached a relay.</summary>
    RelaySaw,

    /// <summary>A Tombstone or Mark frame reached a relay.</summary>
    RelaySawSettled,

    /// <summary>A relay rejected a Publish frame that it had seen.</summary>
    RelayRejected,

    /// <summary>A relay confirmed everything through a sequence.</summary>
    RelayAcked,

    /// <summary>A relay began an empty log.</summary>
    LogBegan,

    /// <summary>A relay lost its log for good.</summary>
    LogLost,

    /// <summary>A client was welcomed by a relay.</summary>
    RelayOpened,

    /// <summary>A client's open connection to a relay ended, or the relay asked it to leave.</summary>
    RelayLost,

    /// <summary>A client says that an answer of an open relay is overdue: the relay no longer counts for receipts.</summary>
    RelaySuspected,

    /// <summary>A client says that the overdue answer has come.</summary>
    RelayTrusted,

    /// <summary>A client ended a connection for the relay's silence.</summary>
    RelayGivenUp,

    /// <summary>A fault began; until its end, a client (or all), a relay (or all) or what is between them is not to be relied on.</summary>
    Fault,

    /// <summary>No fault begins or lasts from here on.</summary>
    Healed,

    /// <summary>The virtual time given to converge is over: everything owed must have been done.</summary>
    Checkpoint,

    /// <summary>The state of one client, at the checkpoint.</summary>
    StateSeen,

    DrainAsked,
    Drained,
    StopAsked,
    Stopped,

    /// <summary>The highest value that something bounded reached, with its limit.</summary>
    Peak,

    /// <summary>A client was given another relay list.</summary>
    ListSeen,

    /// <summary>A client closed its only connection to a relay of its own accord.</summary>
    RelayLeft,
}
