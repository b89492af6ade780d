namespace SolConnect.Relay.Core.Delivery;

/// <summary>What becomes part of a checkpoint as soon as the application has taken so many messages.</summary>
internal sealed class ProgressBatch(int maxProducers)
{
    /// <summary>Messages of the subscription that have to be taken before.</summary>
    public long After { get; set; }

    public RecentTable<LogId> Positions { get; } = new(SubscriptionProgress.MaxLogs, onlyGrows: false);

    public RecentTable<ProducerKey> Skipped { get; } = new(maxProducers, onlyGrows: true);

    public bool IsEmpty => Positions.Count == 0 && Skipped.Count == 0;

    public void Clear()
    {
        Positions.Clear();
        Skipped.Clear();
    }
}
