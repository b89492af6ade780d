using SolConnect.Relay.Testing.Network;

namespace SolConnect.Relay.Testing;

/// <summary>
/// A transport that works without a network, for tests of code that sends and receives: the transport that ships, on a
/// relay of its own inside this process. Connect it like any other one. Every member may be called from any thread.
/// </summary>
/// <remarks>Where a test is about failing relays, <see cref="RelayFleet"/> has several.</remarks>
public sealed class InMemoryTransport : IMessageTransport
{
    private readonly SharedRelay _shared;
    private readonly RelayWebSocketTransport _transport;
    private readonly Lock _lock = new();
    private Task? _disposing;

    /// <summary>Creates a transport with a relay of its own.</summary>
    /// <param name="configure">Sets more of the transport's options. Default null: their defaults.</param>
    /// <param name="timeProvider">
    /// The clock of relay and transport. Default null: <see cref="TimeProvider.System"/>.
    /// </param>
    /// <exception cref="RelayOptionsException">The options cannot be used; the message holds every violation.</exception>
    public InMemoryTransport(Action<RelayOptions>? configure = null, TimeProvider? timeProvider = null)
        : this(new SharedRelay(new() { TimeProvider = timeProvider ?? TimeProvider.System }), configure)
    {
    }

    private InMemoryTransport(SharedRelay shared, Action<RelayOptions>? configure)
    {
        _shared = shared;
        _transport = new(shared.CreateOptions(configure));
        _transport.StateChanged += (_, change) => StateChanged?.Invoke(this, change);
        shared.Join();
    }

    /// <inheritdoc/>
    public event EventHandler<TransportStateChangedEventArgs>? StateChanged;

    /// <inheritdoc/>
    public TransportState State => _transport.State;

    /// <inheritdoc/>
    public ProducerId? Producer => _transport.Producer;

    /// <summary>The relay behind it, which can be made to fail. It runs from the first connect on.</summary>
    public InProcessRelay Relay => _shared.Relay;

    /// <summary>
    /// Another client of the same relay, to be connected and disposed by itself. The relay ends with its last client.
    /// </summary>
    /// <param name="configure">Sets more of the options of the new transport. Default null: their defaults.</param>
    /// <exception cref="ObjectDisposedException">This transport is disposed.</exception>
    /// <exception cref="RelayOptionsException">The options cannot be used; the message holds every violation.</exception>
    public InMemoryTransport CreatePeer(Action<RelayOptions>? configure = null)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposing is not null, this);
            return new(_shared, configure);
        }
    }

    /// <inheritdoc/>
    public async Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        await _shared.WhenStarted.ConfigureAwait(false);
        await _transport.ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<DeliveryReceipt> SendAsync(
        string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(topic, payload, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IMessageSubscription> SubscribeAsync(
        string topic, SubscriptionOptions? options = null, CancellationToken cancellationToken = default) =>
        _transport.SubscribeAsync(topic, options, cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken = default) =>
        _transport.DisconnectAsync(cancellationToken);

    /// <summary>Disconnects and ends the transport. Disposing again does nothing.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _disposing ??= DisposeOnceAsync();
        }

        return new(_disposing);
    }

    private async Task DisposeOnceAsync()
    {
        await _transport.DisposeAsync().ConfigureAwait(false);
        await _shared.LeaveAsync().ConfigureAwait(false);
    }
}
