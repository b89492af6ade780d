namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// What the application has taken of one subscription, so that a <see cref="SubscriptionCheckpoint"/> can be made of it
/// at any moment. It sees both ends of the queue between the machine and the application.
/// </summary>
/// <remarks>
/// The machine is ahead of the application by the length of the queue, so what it tells counts only once everything
/// that it handed out before was taken. Two batches do for a queue of any length, however slowly it is read: one that
/// is due after so many messages, and behind it one that gathers. A batch counts as a whole: a position without what
/// was skipped before it would make a gap of every tombstone. Nothing here is thread-safe; whoever reads the queue on
/// another thread guards all but <see cref="HandedOut"/>.
/// </remarks>
internal sealed class SubscriptionProgress
{
    /// <summary>
    /// Logs in a checkpoint. A log that is forgotten is read again from its beginning after a resume.
    /// </summary>
    public const int MaxLogs = 64;

    private readonly string _topic;
    private readonly RecentTable<LogId> _positions;
    private readonly RecentTable<ProducerKey> _last;
    private ProgressBatch _due;
    private ProgressBatch _gathering;
    private long _handedOut;
    private long _taken;

    public SubscriptionProgress(string topic, int maxProducers, SubscriptionCheckpoint? resumedFrom)
    {
        // The last word counts for a log: one that was set back under its old id is read from there again.
        (_topic, _positions, _last) = (topic, new(MaxLogs, onlyGrows: false), new(maxProducers, onlyGrows: true));
        (_due, _gathering) = (new(maxProducers), new(maxProducers));
        foreach (var position in resumedFrom?.Positions ?? [])
        {
            _positions.Put(position.Log, position.Offset);
        }

        foreach (var last in resumedFrom?.LastMessages ?? [])
        {
            _last.Put(new(last.Producer, last.Generation), last.Sequence);
        }
    }

    /// <summary>
    /// The machine handed out a message: it is in the queue. For the machine's thread, without a guard.
    /// </summary>
    public void HandedOut() => _handedOut++;

    /// <summary>The machine accounted for everything of a producer through a sequence, without a message.</summary>
    public void Skipped(in MessageId through)
    {
        var batch = CurrentBatch();
        batch.Skipped.Put(new(through.Producer, through.Generation), through.Sequence);
        ApplyDue();
    }

    /// <summary>The machine accounted for everything in a log before an offset.</summary>
    public void Reached(in LogPosition position)
    {
        var batch = CurrentBatch();
        batch.Positions.Put(position.Log, position.Offset);
        ApplyDue();
    }

    /// <summary>The application took the next message out of the queue.</summary>
    public void Taken(in MessageId id)
    {
        _taken++;
        _last.Put(new(id.Producer, id.Generation), id.Sequence);
        ApplyDue();
    }

    public SubscriptionCheckpoint ToCheckpoint() => new(
        _topic,
        _positions.ToArray(static (log, offset) => new LogPosition(log, offset)),
        _last.ToArray(static (key, sequence) => new MessageId(key.Producer, key.Generation, sequence)));

    // What is told at one place of the queue belongs to one batch.
    private ProgressBatch CurrentBatch()
    {
        var batch = _gathering.IsEmpty && (_due.IsEmpty || _due.After == _handedOut) ? _due : _gathering;
        batch.After = _handedOut;
        return batch;
    }

    private void ApplyDue()
    {
        while (!_due.IsEmpty && _due.After <= _taken)
        {
            _due.Skipped.PutAllInto(_last);
            _due.Positions.PutAllInto(_positions);
            _due.Clear();
            (_due, _gathering) = (_gathering, _due);
        }
    }
}
