namespace SolConnect.Relay.Core.Delivery;

/// <summary>Finds the topics on which nothing has changed for a second, in constant time per change.</summary>
internal sealed class IdleTopics
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(1);

    private readonly RingBuffer<(TopicOutbox Topic, Instant Due)> _queue = new();

    public Instant NextDue => _queue.Count > 0 ? _queue[0].Due : Instant.Never;

    public void Add(TopicOutbox topic, Instant now)
    {
        if (!topic.IsInIdleQueue)
        {
            topic.IsInIdleQueue = true;
            _queue.PushBack((topic, now + IdleTime));
        }
    }

    /// <summary>The next topic that has been idle for long enough; one that was active meanwhile goes back in line.</summary>
    public TopicOutbox? TryTakeDue(Instant now)
    {
        while (NextDue <= now)
        {
            var topic = _queue.PopFront().Topic;
            if (topic.LastActivity + IdleTime <= now)
            {
                topic.IsInIdleQueue = false;
                return topic;
            }

            _queue.PushBack((topic, topic.LastActivity + IdleTime));
        }

        return null;
    }
}
