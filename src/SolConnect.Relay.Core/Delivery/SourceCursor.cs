using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>One subscription's place on one relay that it reads.</summary>
internal sealed class SourceCursor(RelayNode relay)
{
    public RelayNode Relay { get; } = relay;

    public SourceState State { get; set; }

    /// <summary>The connection on which the subscription was asked for.</summary>
    public int Connection { get; set; }

    /// <summary>
    /// The subscription's number on that connection. A relay that is left and read again on one connection gets a new
    /// one: what it still sends for the old one must not be taken for an answer.
    /// </summary>
    public int Number { get; set; }

    /// <summary>The log that <see cref="NextOffset"/> and everything passed or synced is about.</summary>
    public LogId Log { get; set; }

    /// <summary>Whether the relay has told where reading stands in that log.</summary>
    public bool HasPosition { get; set; }

    /// <summary>The offset behind the last record that was processed.</summary>
    public long NextOffset { get; set; }

    /// <summary>What was last told to be accounted for, for checkpoints.</summary>
    public LogPosition Told { get; set; }

    /// <summary>
    /// The relay has lost the log that was read before, and nobody else knows where to go on in the new one.
    /// </summary>
    public bool HasLostLog { get; set; }

    /// <summary>Records before this offset were in the log when the subscription resumed: they are not live.</summary>
    public long ReplayedBefore { get; set; }

    /// <summary>When the relay last delivered something, or was last allowed to go on.</summary>
    public Instant LastDeliverAt { get; set; }

    /// <summary>The epoch of the last Sync sent on the connection and not answered; 0 for none.</summary>
    public long SyncAsked { get; set; }

    /// <summary>The log held nothing more, as of this epoch.</summary>
    public long SyncAnswered { get; set; }

    /// <summary>
    /// The moment that the last answer speaks of: when it was asked for. It may come much later, behind messages that
    /// waited for credit, and says nothing about what the log took in meanwhile.
    /// </summary>
    public Instant SyncedAsOf { get; set; }

    public Instant SyncAskedAt { get; set; }

    /// <summary>Bytes that the relay may still send; one frame may overdraw it.</summary>
    public long Granted { get; set; }

    /// <summary>Bytes delivered from here that the application has not consumed: they outlive the connection.</summary>
    public long Unconsumed { get; set; }

    /// <summary>
    /// Bytes that the relay may send again but has not been told yet. Below zero: held messages whose credit was given back
    /// early were handed out since, and more has to be consumed before the relay is told anything.
    /// </summary>
    public long CreditOwed { get; set; }

    /// <summary>
    /// Credit of held messages that is kept back because the hold buffer is full, so that the relay waits until others have
    /// caught up. Other held messages have given theirs back, and owe it once they are handed out.
    /// </summary>
    public long Withheld { get; set; }

    /// <summary>
    /// The relay may not send, because the application has not taken what came before: it is not the relay that is waited
    /// for, however long that lasts.
    /// </summary>
    public bool IsHeldUp => State == SourceState.Live && Granted <= 0 && Unconsumed > 0;

    /// <summary>
    /// The relay may not send, because what it has sent is held until others have caught up, and there is no room for more.
    /// </summary>
    public bool WaitsForOthers => State == SourceState.Live && Granted <= 0 && Withheld > 0;

    public bool IsAsked => State is SourceState.Asked or SourceState.Live;

    /// <summary>Collects a frontier that spans several frames.</summary>
    public List<FrontierPart> PendingFrontier { get; } = [];

    /// <summary>Whether it was subscribed to on this connection.</summary>
    public bool IsAskedOn(int connection) => Connection == connection && State != SourceState.Away;

    /// <summary>Its connection is gone, or is not read from any more. Where reading stands outlives that.</summary>
    public void Lost() => (State, SyncAsked, Granted, CreditOwed) = (SourceState.Away, 0, 0, 0);
}
