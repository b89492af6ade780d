namespace SolConnect.Relay;

/// <summary>
/// The messages of one topic, each once, in each producer's order. One consumer at a time enumerates it; it may stop and
/// start again and goes on where it was. Disposing it unsubscribes and ends the enumeration.
/// </summary>
/// <remarks>
/// The enumeration ends normally when the subscription is disposed or the transport disconnects. It throws
/// <see cref="MessageGapException"/> when messages were lost and <c>OnGap</c> is <c>Fault</c>,
/// <see cref="SubscriptionRefusedException"/> when every relay refuses the topic, and
/// <see cref="TransportFaultedException"/> when the transport has ended on an error. A token given to the enumeration ends
/// the enumeration with an <see cref="OperationCanceledException"/>; the subscription lives on.
/// </remarks>
public interface IMessageSubscription : IAsyncEnumerable<RelayMessage>, IAsyncDisposable
{
    /// <summary>The topic that was subscribed to.</summary>
    string Topic { get; }
}
