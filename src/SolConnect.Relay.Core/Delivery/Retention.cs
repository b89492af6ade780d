using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// How long the outbox keeps a message: until enough logs have acknowledged it or, once it has its outcome, until a limit
/// needs its room. Counts what is kept, and lets go of it.
/// </summary>
internal sealed class Retention(SessionContext context, ActiveTopics active)
{
    private readonly RingBuffer<TopicOutbox> _evictable = new();
    private long _messages;
    private long _bytes;

    /// <summary>
    /// Numbers that one topic may have given out and not retired, tombstones included: beyond it, messages wait without one.
    /// </summary>
    public int MaxNumbered => 2 * context.Options.OutboxCapacity;

    // The gate in front of the outbox counts sends without an outcome, so what is over the limit has one and can go.
    private bool IsOverLimit => _messages > context.Options.OutboxCapacity || _bytes > context.Options.OutboxBytes;

    public void Keep(OutboundMessage message)
    {
        _bytes += message.Size;
        context.Counters.Retained = ++_messages;
    }

    public void Release(OutboundMessage message)
    {
        _bytes -= message.Size;
        context.Counters.Retained = --_messages;
        message.State = OutboundState.Released;
        if (!message.LeavesWithOutcome)
        {
            context.Effects.Add(SessionEffect.SendReleased(message));
        }
    }

    /// <summary>Enough logs have acknowledged a topic through this sequence. Returns whether that made room for numbers.</summary>
    public bool RetireThrough(TopicOutbox topic, long sequence)
    {
        if (topic.Floor > sequence)
        {
            return false;
        }

        while (topic.Floor <= sequence)
        {
            Retire(topic);
        }

        return true;
    }

    /// <summary>
    /// Retires what has its outcome where too many numbers are in use: a relay that is alone retires nothing, so a topic
    /// full of tombstones would stop although that relay acknowledges. Returns whether that made room for numbers.
    /// </summary>
    public bool MakeNumbers(TopicOutbox topic)
    {
        var madeRoom = false;
        while (topic.CanEvict && topic.NumberedCount + topic.WaitingCount > MaxNumbered)
        {
            Retire(topic);
            madeRoom = true;
        }

        return madeRoom;
    }

    /// <summary>Remembers a topic that can make room, in the order in which they became able to.</summary>
    public void NoteEvictable(TopicOutbox topic)
    {
        if (topic.CanEvict && !topic.IsInEvictionQueue)
        {
            topic.IsInEvictionQueue = true;
            _evictable.PushBack(topic);
        }
    }

    /// <summary>
    /// Evicts one message if the outbox is over a limit. Returns its topic, or <c>null</c> when there is room or nothing
    /// can be evicted.
    /// </summary>
    public TopicOutbox? TryEvict()
    {
        while (IsOverLimit && _evictable.Count > 0)
        {
            var topic = _evictable[0];
            if (topic.CanEvict)
            {
                Retire(topic);
                return topic;
            }

            _evictable.PopFront();
            topic.IsInEvictionQueue = false;
            active.RemoveIfEmpty(topic);
        }

        return null;
    }

    private void Retire(TopicOutbox topic)
    {
        if (topic.Retire() is { } message)
        {
            Invariant.Holds(message.State == OutboundState.Receipted, "only a message with its receipt is retired");
            Release(message);
        }
    }
}
