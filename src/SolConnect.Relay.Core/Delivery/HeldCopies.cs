using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Topics whose next copy waits for its own T1 while the hedge budget is used up, and when that is over. Each topic
/// waits at most once for each relay; one whose relay is needed for good meanwhile is simply asked once more.
/// </summary>
internal sealed class HeldCopies(SessionContext context, Action<TopicCursor> resume)
{
    private readonly PriorityQueue<TopicCursor, Instant> _held = new();

    public Instant NextDue => _held.TryPeek(out _, out var due) ? due : Instant.Never;

    public void Hold(TopicCursor cursor, Instant until)
    {
        if (!cursor.IsHeld)
        {
            cursor.IsHeld = true;
            _held.Enqueue(cursor, until);
        }
    }

    public void ResumeDue()
    {
        while (NextDue <= context.Now)
        {
            var cursor = _held.Dequeue();
            cursor.IsHeld = false;
            resume(cursor);
        }
    }
}
