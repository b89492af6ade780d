namespace SolConnect.Relay.Core.Delivery;

/// <summary>The topics that hold something, so that a change of the set does not look at all the others.</summary>
internal sealed class ActiveTopics
{
    private readonly List<TopicOutbox> _topics = [];

    public int Count => _topics.Count;

    public TopicOutbox this[int index] => _topics[index];

    public void Add(TopicOutbox topic)
    {
        if (topic.ActiveIndex < 0)
        {
            topic.ActiveIndex = _topics.Count;
            _topics.Add(topic);
        }
    }

    /// <summary>Takes the topic out if nothing is left in it; the last one moves to its place.</summary>
    public void RemoveIfEmpty(TopicOutbox topic)
    {
        if (topic.ActiveIndex < 0 || !topic.IsEmpty)
        {
            return;
        }

        var last = _topics[^1];
        _topics[topic.ActiveIndex] = last;
        last.ActiveIndex = topic.ActiveIndex;
        _topics.RemoveAt(_topics.Count - 1);
        topic.ActiveIndex = -1;
    }

    public void Clear() => _topics.Clear();
}
