namespace SolConnect.Relay.Core.Session;

/// <summary>Totals since the session began. Written by the session loop alone; other threads may read them at any time.</summary>
internal sealed class SessionCounters
{
    /// <summary>Receipts, not copies.</summary>
    public long MessagesSent;

    /// <summary>Receipts that the relay which is being failed over from had no part in.</summary>
    public long ReceiptsWithoutFailing;

    /// <summary>Handed to the application, duplicates removed.</summary>
    public long MessagesReceived;

    /// <summary>Copies sent again to a relay that had, or may have had, one.</summary>
    public long MessagesResent;

    /// <summary>Those of the copies sent again that were sent while a relay was suspected.</summary>
    public long MessagesHedged;

    public long DuplicatesDropped;
    public long Gaps;

    /// <summary>Completed unplanned promotions.</summary>
    public long Failovers;

    /// <summary>Sends that ended without a receipt.</summary>
    public long MessagesFailed;

    /// <summary>Accepted, without an outcome yet.</summary>
    public long Pending;

    /// <summary>When the oldest of them was accepted, in ticks of an <see cref="Instant"/>; <see cref="Instant.Never"/>: there are none.</summary>
    public long OldestPendingAt = Instant.Never.Ticks;

    /// <summary>Kept in the outbox, with or without an outcome, until enough logs have acknowledged.</summary>
    public long Retained;

    public long FramesSent;
    public long FramesReceived;

    /// <summary>Bytes of WebSocket messages, without what WebSocket, TLS and TCP add.</summary>
    public long BytesSent;
    public long BytesReceived;
}
