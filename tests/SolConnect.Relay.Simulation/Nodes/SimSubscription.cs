using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>A subscription with its queue towards the application.</summary>
internal sealed class SimSubscription(int id, int topicNumber, string topic, SubscriptionStart start, int bufferBytes, GapPolicy onGap)
    : SubscriptionHandle(topic, start, bufferBytes, onGap)
{
    /// <summary>The history's number.</summary>
    public int Id { get; } = id;

    public int TopicNumber { get; } = topicNumber;

    private Queue<QueuedMessage> Queue { get; } = new();

    public bool HasEnded { get; set; }

    public long UnconsumedCredit { get; private set; }

    public long UnconsumedBytes { get; private set; }

    public long PeakCredit { get; private set; }

    public long PeakBytes { get; private set; }

    public void Add(in QueuedMessage message)
    {
        Queue.Enqueue(message);
        UnconsumedCredit += message.Credit;
        UnconsumedBytes += message.Bytes;
        PeakCredit = Math.Max(PeakCredit, UnconsumedCredit);
        PeakBytes = Math.Max(PeakBytes, UnconsumedBytes);
    }

    public bool TryTake(out QueuedMessage message)
    {
        if (!Queue.TryDequeue(out message))
        {
            return false;
        }

        UnconsumedCredit -= message.Credit;
        UnconsumedBytes -= message.Bytes;
        return true;
    }
}
