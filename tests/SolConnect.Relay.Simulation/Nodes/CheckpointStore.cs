namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>
/// What an application keeps of one subscription across its processes, in one transaction with the work that the
/// messages led to. What it took and did not commit is undone when its process ends.
/// </summary>
internal sealed class CheckpointStore
{
    private byte[]? _bytes;

    public bool IsEmpty => _bytes is null;

    /// <summary>The history's number of the subscription that was stored.</summary>
    public int Subscription { get; private set; }

    public void Commit(SimSubscription subscription) =>
        (_bytes, Subscription) = (subscription.Progress.ToCheckpoint().ToBytes(), subscription.Id);

    public SubscriptionCheckpoint Load() => SubscriptionCheckpoint.Parse(_bytes);

    public void Clear() => _bytes = null;
}
