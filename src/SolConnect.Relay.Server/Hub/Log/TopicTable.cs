using SolConnect.Relay.Core;

namespace SolConnect.Relay.Server.Hub.Log;

/// <summary>Every topic that the relay knows, by name; bounded.</summary>
internal sealed class TopicTable(HubOptions options)
{
    private readonly Dictionary<string, TopicLog> _topics = new(StringComparer.Ordinal);
    private readonly LogBudget _budget = new(options.MaxLogBytes);
    private readonly SegmentPool _segments = new();

    // A topic that was forgotten and comes back must not reuse offsets within the same log id: a subscriber's old
    // position would then point into the new records and skip the ones before it without a word.
    private long _firstOffset;
    private Instant? _trimmedThrough;

    public int Count => _topics.Count;

    public long Bytes => _budget.Used;

    /// <summary>Null when the relay takes no more topics.</summary>
    public TopicLog? FindOrAdd(string name)
    {
        if (_topics.TryGetValue(name, out var topic))
        {
            return topic;
        }

        if (_topics.Count >= options.MaxTopics)
        {
            return null;
        }

        topic = new(name, _firstOffset, _trimmedThrough, options, _budget, _segments);
        _topics.Add(name, topic);
        return topic;
    }

    /// <summary>Applies retention to topics on which nothing happens.</summary>
    public void Trim(Instant now)
    {
        foreach (var topic in _topics.Values)
        {
            topic.Trim(now);
            topic.Shrink();
            if (topic.IsForgettable)
            {
                Forget(topic);
            }
        }
    }

    private void Forget(TopicLog topic)
    {
        _firstOffset = Math.Max(_firstOffset, topic.End);
        if (topic.TrimmedThrough is { } moment)
        {
            _trimmedThrough = Instant.Later(moment, _trimmedThrough ?? moment);
        }

        _topics.Remove(topic.Name);
    }
}
