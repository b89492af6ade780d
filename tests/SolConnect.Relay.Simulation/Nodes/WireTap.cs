using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>What can be known about a connection by reading along at the relay's end.</summary>
internal sealed class WireTap
{
    private readonly List<string> _topics = [];
    private readonly List<AckFrame> _acks = [];

    /// <summary>Who said Hello; the default before.</summary>
    public ProducerId Producer { get; private set; }

    /// <summary>Whether the relay has given the connection up, so that it reads nothing more from it.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The Ack frames that the relay sent, oldest first.</summary>
    public IReadOnlyList<AckFrame> Acks => _acks;

    public void Learn(in HelloFrame hello) => Producer = hello.Producer;

    public void Learn(in TopicFrame topic) => _topics.Add(topic.Name);

    public void Learn(in AckFrame ack) => _acks.Add(ack);

    /// <summary>The topic's name; aliases count from 1.</summary>
    public string Topic(int alias) => alias >= 1 && alias <= _topics.Count ? _topics[alias - 1] : "";
}
