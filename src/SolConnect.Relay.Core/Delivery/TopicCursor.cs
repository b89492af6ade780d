namespace SolConnect.Relay.Core.Delivery;

/// <summary>How far one topic has come on one relay: what was sent, what was acknowledged, and what has to wait.</summary>
internal sealed class TopicCursor(TopicOutbox topic, int slot)
{
    public TopicOutbox Topic { get; } = topic;

    /// <summary>The relay's place in tables by relay.</summary>
    public int Slot { get; } = slot;

    /// <summary>The log that <see cref="Acked"/> and <see cref="SentThrough"/> are about.</summary>
    public LogId Log { get; private set; }

    /// <summary>The connection that <see cref="Alias"/> and <see cref="Next"/> are about.</summary>
    public int Connection { get; private set; }

    /// <summary>The topic's number on the connection; 0 before its first use there.</summary>
    public int Alias { get; set; }

    /// <summary>The next sequence to send.</summary>
    public long Next { get; set; }

    /// <summary>Acknowledged through; what was settled elsewhere counts as acknowledged.</summary>
    public long Acked { get; set; }

    /// <summary>The highest sequence or mark that this log may have seen from us; an ack beyond it is bogus.</summary>
    public long SentThrough { get; set; }

    /// <summary>The highest sequence or mark sent on the connection, which is all that its relay needs to be told.</summary>
    public long Told { get; set; }

    /// <summary>Whether the cursor waits in its connection's queue for a write.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether the next copy waits for its own T1 in <see cref="HeldCopies"/>.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether the last write took messages of this topic, or would have if there had been any.</summary>
    public bool IsPublishing { get; set; }

    /// <summary>The relay refused the topic for good, as far as this connection goes.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Counts the times the cursor went back to the floor, so that older flights are not waited for.</summary>
    public int Rewinds { get; private set; }

    /// <summary>Nothing is sent before; then the cursor goes back to the floor. <see cref="Instant.Never"/>: not paused.</summary>
    public Instant PausedUntil { get; private set; } = Instant.Never;

    /// <summary>When a relay last sent the cursor back.</summary>
    public Instant RewoundAt { get; set; } = new(long.MinValue / 2);

    public bool IsPaused => PausedUntil != Instant.Never;

    /// <summary>Begins anew on a connection. A log other than before voids what its predecessor acknowledged.</summary>
    public void Enter(int connection, LogId log)
    {
        if (Log != log)
        {
            (Log, Acked, SentThrough) = (log, 0, 0);
        }

        (Connection, Alias, IsReady, IsRefused, IsPublishing) = (connection, 0, false, false, false);
        Rewind();
    }

    /// <summary>The relay did not take what was sent: nothing of it is waited for, and nothing is sent for a while.</summary>
    public void Pause(Instant until)
    {
        Rewinds++;
        PausedUntil = until;
    }

    public void Rewind()
    {
        Rewinds++;
        PausedUntil = Instant.Never;
        Next = Topic.Floor;
        Told = 0;
    }
}
