namespace SolConnect.Relay;

/// <summary>
/// Sends messages to topics and receives them, over whatever carries them. Every member may be called from any thread.
/// </summary>
public interface IMessageTransport : IAsyncDisposable
{
    /// <summary>
    /// What the transport can do at the moment; it may have changed by the time the caller looks at it.
    /// </summary>
    TransportState State { get; }

    /// <summary>
    /// Raised after each change of <see cref="State"/>, in order, one at a time, on a thread of the library's own. A
    /// handler that throws is logged and disturbs nobody; one that blocks delays later events and nothing else.
    /// </summary>
    event EventHandler<TransportStateChangedEventArgs>? StateChanged;

    /// <summary>
    /// Who this transport is in the <see cref="MessageId"/> of what it sends, so that its own messages can be told from those of
    /// others. The same from its construction to its end; <c>null</c> (default) where it does not tell.
    /// </summary>
    ProducerId? Producer => null;

    /// <summary>
    /// Connects, and returns once the first relay has welcomed the transport; the others follow in the background. Does
    /// nothing when a relay is open already. Calls at the same time share one attempt.
    /// </summary>
    /// <param name="cancellationToken">
    /// Ends the wait, not the dialling: <see cref="DisconnectAsync"/> ends that.
    /// </param>
    /// <exception cref="RelayConnectException">
    /// No relay welcomed the transport within <c>ConnectionTimeout</c>. The message names each relay and what went
    /// wrong there. Dialling goes on.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    /// <exception cref="TransportFaultedException">The transport has ended on an error.</exception>
    Task ConnectAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Sends one message and completes with its receipt. The payload is copied before the method returns control, and
    /// messages keep the order in which the method was entered. While no relay is open, messages wait in the outbox.
    /// </summary>
    /// <param name="topic">1 to 255 bytes of UTF-8.</param>
    /// <param name="payload">At most <c>MaxMessageBytes</c>; may be empty.</param>
    /// <param name="cancellationToken">Ends the wait. A message that was sent already cannot be called back.</param>
    /// <returns>To be awaited once, like every <see cref="ValueTask"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The topic or the payload is outside its limits; nothing was sent.
    /// </exception>
    /// <exception cref="InvalidOperationException">The transport is not connected; nothing was sent.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed; nothing was sent.</exception>
    /// <exception cref="SendFailedException">
    /// There is no receipt; the exception says what is known about delivery.
    /// </exception>
    /// <exception cref="SendCanceledException">
    /// The token was cancelled; the exception says what is known about delivery.
    /// </exception>
    /// <exception cref="TransportFaultedException">The transport has ended on an error.</exception>
    ValueTask<DeliveryReceipt> SendAsync(
        string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default);

    /// <summary>
    /// Subscribes to a topic, and returns once the first relay has confirmed it: nothing later is missed.
    /// </summary>
    /// <param name="topic">1 to 255 bytes of UTF-8.</param>
    /// <param name="options">Where to begin and how much to buffer; <c>null</c> takes the defaults.</param>
    /// <param name="cancellationToken">Ends the wait and takes the subscription back.</param>
    /// <returns>The messages. The subscription lives through every change of relays until it is disposed.</returns>
    /// <exception cref="ArgumentException">
    /// The topic or an option is outside its limits, or <see cref="SubscriptionOptions.ResumeFrom"/> is of another
    /// topic.
    /// </exception>
    /// <exception cref="InvalidOperationException">The transport is not connected.</exception>
    /// <exception cref="SubscriptionRefusedException">
    /// Every relay refused it, <c>MaxSubscriptions</c> are open, or no relay confirmed it within <c>MessageTimeout</c>, for
    /// instance because none is open: then the code is <see cref="RelayErrorCode.SubscribeTimeout"/>, and another try may
    /// succeed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    /// <exception cref="TransportFaultedException">The transport has ended on an error.</exception>
    ValueTask<IMessageSubscription> SubscribeAsync(
        string topic, SubscriptionOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits for the receipts of what was sent, ends subscriptions after what they have received, and closes every
    /// connection; all of it within <c>DrainTimeout</c>. Sends that have no receipt by then fail. Connecting again is
    /// possible. Does nothing when the transport is not connected.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the disconnecting.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The transport is disposed.</exception>
    /// <exception cref="TransportFaultedException">The transport has ended on an error.</exception>
    Task DisconnectAsync(CancellationToken cancellationToken = default);
}
