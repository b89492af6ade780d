namespace SolConnect.Relay;

/// <summary>
/// The messages of one topic, each once, in each producer's order. One consumer at a time enumerates it; it may stop
/// and start again and goes on where it was. Disposing it unsubscribes and ends the enumeration.
/// </summary>
/// <remarks>
/// The enumeration ends normally when the subscription is disposed or the transport disconnects. It throws <see
/// cref="MessageGapException"/> when messages were lost and <c>OnGap</c> is <c>Fault</c>, <see
/// cref="SubscriptionRefusedException"/> when every relay refuses the topic, and <see
/// cref="TransportFaultedException"/> when the transport has ended on an error. A token given to the enumeration ends
/// the enumeration with an <see cref="OperationCanceledException"/>; the subscription lives on.
/// </remarks>
public interface IMessageSubscription : IAsyncEnumerable<RelayMessage>, IAsyncDisposable
{
    /// <summary>The topic that was subscribed to.</summary>
    string Topic { get; }

    /// <summary>
    /// How far the application has come: it covers every message that the enumeration has returned, the current one
    /// included, and no other. Stored together with what those messages led to, it lets a later subscription go on
    /// behind them, through <see cref="SubscriptionOptions.ResumeFrom"/>. Any thread may ask, also after the
    /// subscription has ended.
    /// </summary>
    /// <remarks>It costs a copy of what is remembered, some 100 bytes for each producer and log.</remarks>
    /// <exception cref="NotSupportedException">This kind of subscription keeps no place that outlives it.</exception>
    SubscriptionCheckpoint GetCheckpoint() => throw new NotSupportedException(
        $"{GetType().Name} cannot tell how far it has come, so there is nothing to resume from.");
}
