using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Server.Hub.Connections;
using SolConnect.Relay.Server.Hub.Log;

namespace SolConnect.Relay.Server.Hub.Subscriptions;

/// <summary>
/// A cursor over a topic's log that advances while it has credit. It buffers nothing: a slow reader lags in the log,
/// and when retention overtakes it, it is told of the gap with a further Subscribed and goes on behind it.
/// </summary>
internal sealed class HubSubscription(int number, HubConnection connection, TopicLog log, StartPoint start, long credit)
{
    // One subscription may fill that much of a batch before the next one of its connection has its turn.
    private const int TurnBytes = 16 * 1024;

    // Far more than fits into any log, and far from overflow.
    private const long MaxCredit = 1L << 48;

    // Two numbers and the lengths around a frontier entry's id, at most.
    private const int MaxFrontierEntryBytes = 16 + Varint.MaxSize + Varint.MaxSize;

    private readonly Queue<PendingSync> _syncs = new();
    private SubscribeOutcome _outcome = start.Outcome;
    private List<FrontierEntry>? _frontier;
    private int _frontierSent;

    public HubConnection Connection { get; } = connection;

    public TopicLog Log { get; } = log;

    /// <summary>The next record that the subscriber gets.</summary>
    public long Offset { get; private set; } = start.Offset;

    public long Credit { get; private set; } = Math.Min(credit, MaxCredit);

    /// <summary>It stands in its connection's queue of subscriptions that have something to send.</summary>
    public bool IsQueued { get; set; }

    /// <summary>
    /// Unsubscribed, or its connection is gone. It may still stand in a queue, and writes nothing any more.
    /// </summary>
    public bool IsEnded { get; private set; }

    /// <summary>Its subscriber knows where the cursor stands. Until then no record may be sent.</summary>
    public bool IsAnnounced { get; private set; }

    public int SyncsPending => _syncs.Count;

    public bool HasOutput => !IsEnded && (!IsAnnounced || (Credit > 0 && Offset < Log.End) || OwesSynced);

    private bool OwesSynced => _syncs.TryPeek(out var sync) && sync.Through <= Offset;

    public void End() => IsEnded = true;

    public void AddCredit(long bytes) => Credit = Math.Min(MaxCredit, Credit + Math.Min(bytes, MaxCredit));

    public void Sync(long nonce) => _syncs.Enqueue(new(nonce, Log.End));

    /// <summary>
    /// Writes one turn's worth of records and Synced; stops early where a gap has to be announced first.
    /// </summary>
    public void Write(WireBuffer buffer)
    {
        var end = Math.Min(WireProtocol.CoalesceBytes, buffer.Length + TurnBytes);
        while (buffer.Length < end && IsAnnounced && !IsEnded)
        {
            if (OwesSynced)
            {
                new SyncFrame(number, _syncs.Dequeue().Nonce).Write(buffer, FrameType.Synced);
            }
            else if (Credit <= 0 || Offset == Log.End)
            {
                return;
            }
            else if (Offset < Log.First)
            {
                Skip(SubscribeOutcome.Gap);
            }
            else
            {
                Deliver(buffer);
            }
        }
    }

    /// <summary>Writes Subscribed, as far as there is room; <see cref="IsAnnounced"/> once it is complete.</summary>
    public void WriteAnnouncement(WireBuffer buffer, LogId id)
    {
        while (!IsAnnounced && !IsEnded && TryWritePart(buffer, id))
        {
        }
    }

    private void Deliver(WireBuffer buffer)
    {
        var before = buffer.Length;
        DeliverFrame.Write(buffer, number, Offset, Log[Offset].Record);
        Credit -= buffer.Length - before;
        Offset++;
    }

    private void Skip(SubscribeOutcome outcome)
    {
        Offset = Log.First;
        _outcome = outcome;
        IsAnnounced = false;
    }

    private bool TryWritePart(WireBuffer buffer, LogId id)
    {
        if (_frontier is null)
        {
            if (Offset < Log.First)
            {
                Skip(_outcome == SubscribeOutcome.Reset ? SubscribeOutcome.Reset : SubscribeOutcome.Gap);
            }

            _frontier = Log.FrontierAt(Offset);
            _frontierSent = 0;
        }

        var count = Math.Min(WireProtocol.MaxFrontierEntries, _frontier.Count - _frontierSent);
        if (buffer.Length > 0 && buffer.Length + (count * MaxFrontierEntryBytes) > WireProtocol.CoalesceBytes)
        {
            return false;
        }

        var part = _frontier.GetRange(_frontierSent, count);
        _frontierSent += count;
        IsAnnounced = _frontierSent == _frontier.Count;
        new SubscribedFrame(number, _outcome, id, Offset, Log.End, More: !IsAnnounced, part).Write(buffer);
        if (IsAnnounced)
        {
            _frontier = null;
        }

        return true;
    }
}
