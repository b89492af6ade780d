using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>A subscription with its queue towards the application.</summary>
internal sealed class SimSubscription(
    int id, int topicNumber, string topic, SubscriptionStart start, int bufferBytes, GapPolicy onGap, int maxProducers,
    SubscriptionCheckpoint? resumeFrom)
    : SubscriptionHandle(topic, start, bufferBytes, onGap, resumeFrom)
{
    /// <summary>The history's number.</summary>
    public int Id { get; } = id;

    public int TopicNumber { get; } = topicNumber;

    private Queue<QueuedMessage> Queue { get; } = new();

    public SubscriptionProgress Progress { get; } = new(topic, maxProducers, resumeFrom);

    /// <summary>Messages that the application has taken.</summary>
    public int Taken { get; private set; }

    public bool IsConfirmed { get; set; }

    public bool HasEnded { get; set; }

    public long UnconsumedCredit { get; private set; }

    public long UnconsumedBytes { get; private set; }

    public long PeakCredit { get; private set; }

    public long PeakBytes { get; private set; }

    public void Add(in QueuedMessage message)
    {
        Progress.HandedOut();
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

        Taken++;
        Progress.Taken(message.Id);
        UnconsumedCredit -= message.Credit;
        UnconsumedBytes -= message.Bytes;
        return true;
    }
}
