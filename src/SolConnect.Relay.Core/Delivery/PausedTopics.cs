using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>Cursors that a relay sent back, and when they may go on. Going back is rate-limited, so that two ends that disagree do not spin.</summary>
internal sealed class PausedTopics(SessionContext context, Action<TopicCursor> resume)
{
    private readonly List<TopicCursor> _paused = [];

    public Instant NextDue
    {
        get
        {
            var next = Instant.Never;
            foreach (var cursor in _paused)
            {
                next = Instant.Earlier(next, cursor.PausedUntil);
            }

            return next;
        }
    }

    /// <summary>At once, or as soon as the last time is long enough ago.</summary>
    public void RewindSoon(TopicCursor cursor) => RewindAt(cursor, cursor.RewoundAt + context.Options.BackoffMin);

    public void RewindAt(TopicCursor cursor, Instant moment)
    {
        if (cursor.IsPaused)
        {
            return;
        }

        cursor.Pause(Instant.Later(moment, context.Now));
        _paused.Add(cursor);
        ResumeDue();
    }

    public void ResumeDue()
    {
        for (var index = _paused.Count - 1; index >= 0; index--)
        {
            var cursor = _paused[index];

            // One that entered a new connection meanwhile is not paused any more.
            if (cursor.PausedUntil > context.Now && cursor.IsPaused)
            {
                continue;
            }

            _paused.RemoveAt(index);
            if (cursor.IsPaused)
            {
                cursor.Rewind();
                cursor.RewoundAt = context.Now;
                resume(cursor);
            }
        }
    }
}
