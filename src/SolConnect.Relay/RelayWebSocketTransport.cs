using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SolConnect.Relay;

/// <summary>
/// Sends and receives messages through several WebSocket relays, moves to another one when one fails, and loses nothing
/// silently on the way. Every member may be called from any thread.
/// </summary>
public sealed class RelayWebSocketTransport : IMessageTransport
{
    /// <summary>Creates a transport; <see cref="ConnectAsync"/> connects it.</summary>
    /// <param name="options">Copied: later changes of this object change nothing.</param>
    /// <param name="loggerFactory">Where the transport logs; <c>null</c> for nowhere.</param>
    /// <exception cref="RelayOptionsException">
    /// The options cannot be used; the message holds every violation.
    /// </exception>
    public RelayWebSocketTransport(RelayOptions options, ILoggerFactory? loggerFactory = null) =>
        Manager = new(this, options, loggerFactory ?? NullLoggerFactory.Instance);

    /// <inheritdoc/>
    public event EventHandler<TransportStateChangedEventArgs>? StateChanged
    {
        add => Manager.StateChanged += value;
        remove => Manager.StateChanged -= value;
    }

    /// <inheritdoc/>
    public TransportState State => Manager.State;

    /// <inheritdoc/>
    public ProducerId? Producer => Manager.Producer;

    /// <summary>The relays' manager: events and manual control.</summary>
    public RelayManager Manager { get; }

    /// <summary>The transport's numbers at this moment.</summary>
    public RelayMetrics GetRelayMetrics() => Manager.GetMetrics();

    /// <summary>Every known relay with its health at this moment, in the order of the list.</summary>
    public IReadOnlyList<RelayInfo> GetAvailableRelays() => Manager.GetRelays();

    /// <summary>The open connections at this moment.</summary>
    public IReadOnlyList<RelayConnectionInfo> GetActiveConnections() => Manager.GetConnections();

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken = default) => Manager.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeliveryReceipt> SendAsync(
        string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        Manager.SendAsync(topic, payload, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMessageSubscription> SubscribeAsync(
        string topic, SubscriptionOptions? options = null, CancellationToken cancellationToken = default) =>
        Manager.SubscribeAsync(topic, options, cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) =>
        Manager.DisconnectAsync(cancellationToken);

    /// <summary>
    /// Disconnects like <see cref="DisconnectAsync"/> and ends the transport: every open send has its outcome within
    /// <c>DrainTimeout</c>, and no event handler is called afterwards. Disposing again does nothing.
    /// </summary>
    public ValueTask DisposeAsync() => new(Manager.DisposeAsync());
}
