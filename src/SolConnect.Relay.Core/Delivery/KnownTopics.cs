using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Every topic that the session has published to, by name; bounded. None is forgotten: a topic's numbers go on as long as the session.
/// </summary>
internal sealed class KnownTopics(SessionContext context, RelayRoster roster)
{
    private readonly Dictionary<string, TopicOutbox> _topics = [];

    public Dictionary<string, TopicOutbox>.ValueCollection All => _topics.Values;

    public TopicOutbox this[string name] => _topics[name];

    /// <summary><c>null</c>: it would be one more than <c>MaxTopics</c>.</summary>
    public TopicOutbox? FindOrAdd(string name)
    {
        if (!_topics.TryGetValue(name, out var topic) && _topics.Count < context.Options.MaxTopics)
        {
            topic = new TopicOutbox(name, roster.Slots);
            _topics.Add(name, topic);
        }

        return topic;
    }

    /// <summary>There are more relays than there ever were at a time.</summary>
    public void Widen()
    {
        foreach (var topic in _topics.Values)
        {
            topic.Widen(roster.Slots);
        }
    }

    /// <summary>A relay is left for good. It is not published to any more, so nothing waits for it.</summary>
    public void Forget(RelayNode relay)
    {
        foreach (var topic in _topics.Values)
        {
            topic.Cursors[relay.Slot] = null;
        }
    }
}
