using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SolConnect.Configuration;
using SolConnect.Relay;
using SolConnect.Sessions;

namespace SolConnect;

/// <summary>
/// Sends and receives chat messages in sessions, over <see cref="RelayWebSocketTransport"/> or any other
/// <see cref="IMessageTransport"/>. Create one, initialize it, use it from any thread, dispose it.
/// </summary>
[SuppressMessage("Naming", "CA1708", Justification = "The name is part of what applications compile against.")]
public sealed class SolConnectSDK : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ConcurrentDictionary<ChatSubscription, byte> _subscriptions = new();
    private readonly SessionTopics _topics;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private TransportInUse? _inUse;
    private Task _connecting = Task.CompletedTask;
    private Task? _disposing;

    /// <summary>Creates an SDK; <see cref="InitializeAsync(CancellationToken)"/> connects it.</summary>
    /// <param name="options"><c>null</c> takes the defaults.</param>
    /// <exception cref="ArgumentException">An option is outside its limits.</exception>
    public SolConnectSDK(SolConnectOptions? options = null)
    {
        options ??= new();
        _topics = new(options.TopicPrefix);
        _loggers = options.LoggerFactory ?? NullLoggerFactory.Instance;
        _logger = _loggers.CreateLogger("SolConnect.Sdk");
        Sender = SenderName.Accept(options.Sender);
    }

    /// <summary>
    /// A subscription passed over something that is no chat message. Raised on the thread that reads the subscription; a
    /// handler that throws is logged and disturbs nobody, one that blocks holds up this subscription.
    /// </summary>
    public event EventHandler<MessageSkippedEventArgs>? MessageSkipped;

    /// <summary>Who this client says it is; <see cref="SolConnectOptions.Sender"/>.</summary>
    public string Sender { get; }

    /// <summary>
    /// What carries the messages, from the call of <c>InitializeAsync</c> on: also while it connects, and after no relay was
    /// reached in time.
    /// </summary>
    /// <exception cref="InvalidOperationException">The SDK is not initialized.</exception>
    /// <exception cref="ObjectDisposedException">The SDK is disposed.</exception>
    public IMessageTransport Transport
    {
        get
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposing is not null, this);
                return _inUse?.Transport ?? throw new InvalidOperationException(
                    "The SDK has no transport yet. Call InitializeAsync first.");
            }
        }
    }

    /// <summary>
    /// Connects through the relays that the environment names, and returns once the first one has welcomed the client.
    /// After an earlier call, of whatever kind, it waits for the same connection.
    /// </summary>
    /// <remarks>
    /// The options begin with <see cref="RelayOptions.ForEnvironment()"/>. Every variable <c>SOLCONNECT__NAME</c> sets the
    /// option of that name; relays are <c>SOLCONNECT__RELAYS__0__ID</c> and <c>SOLCONNECT__RELAYS__0__URL</c>, then <c>1</c>, …
    /// </remarks>
    /// <param name="cancellationToken">Ends the wait, not the connecting: <see cref="DisposeAsync"/> ends that.</param>
    /// <exception cref="InvalidOperationException">The environment names no relay; the message says what to set.</exception>
    /// <exception cref="RelayOptionsException">The options cannot be used; the message holds every violation.</exception>
    /// <exception cref="RelayConnectException">
    /// No relay welcomed the client in time. Dialling goes on in the background and the SDK can be used: sends wait for a
    /// relay. Call this again to wait longer.
    /// </exception>
    /// <exception cref="TransportFaultedException">No relay lets this client in. It may be initialized again.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The SDK is disposed.</exception>
    public Task InitializeAsync(CancellationToken cancellationToken = default) =>
        UseAsync(null, cancellationToken);

    /// <summary>
    /// Connects through relays that the caller names, on top of what the environment sets; otherwise like
    /// <see cref="InitializeAsync(CancellationToken)"/>.
    /// </summary>
    /// <param name="configure">Sets options; called once, before this method returns control.</param>
    /// <param name="cancellationToken">Ends the wait, not the connecting.</param>
    /// <inheritdoc cref="InitializeAsync(CancellationToken)" path="/exception"/>
    /// <exception cref="InvalidOperationException">
    /// The SDK has a transport already, or no relay is known.
    /// </exception>
    public Task InitializeAsync(Action<RelayOptions> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = RelayEnvironment.ReadOptions();
        configure(options);
        return UseAsync(() => CreateOwn(options), cancellationToken);
    }

    /// <summary>
    /// Connects with these options and nothing of the environment; otherwise like
    /// <see cref="InitializeAsync(CancellationToken)"/>.
    /// </summary>
    /// <param name="options">Copied: later changes of this object change nothing.</param>
    /// <param name="cancellationToken">Ends the wait, not the connecting.</param>
    /// <inheritdoc cref="InitializeAsync(CancellationToken)" path="/exception"/>
    /// <exception cref="InvalidOperationException">
    /// The SDK has a transport already, or no relay is known.
    /// </exception>
    public Task InitializeAsync(RelayOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return UseAsync(() => CreateOwn(options), cancellationToken);
    }

    /// <summary>
    /// Uses a transport of the caller's own, which stays the caller's to dispose, and connects it where it is not connected
    /// yet.
    /// </summary>
    /// <param name="transport">Whatever carries messages, also a substitute in a test.</param>
    /// <param name="cancellationToken">Ends the wait, not the connecting.</param>
    /// <exception cref="InvalidOperationException">The SDK has a transport already.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The SDK is disposed.</exception>
    /// <remarks>What the transport's <c>ConnectAsync</c> throws comes through.</remarks>
    public Task InitializeAsync(IMessageTransport transport, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transport);
        return UseAsync(() => new TransportInUse(transport, IsOwned: false), cancellationToken);
    }

    /// <summary>The topic that carries a session: <see cref="SolConnectOptions.TopicPrefix"/> and the id, as it is.</summary>
    /// <param name="sessionId">
    /// At least one character; no control characters, no white space at its ends; with the prefix at most 255 bytes of
    /// UTF-8.
    /// </param>
    /// <exception cref="ArgumentException">The id is none of that.</exception>
    public string TopicOf(string sessionId) => _topics.Of(sessionId);

    /// <summary>Sends a text to everybody in a session, and completes with the receipt.</summary>
    /// <param name="sessionId">See <see cref="TopicOf"/>.</param>
    /// <param name="text">May be empty. In its envelope it has to fit into <c>MaxMessageBytes</c>.</param>
    /// <param name="cancellationToken">Ends the wait. A message that was sent already cannot be called back.</param>
    /// <returns>To be awaited once. The errors are those of <see cref="IMessageTransport.SendAsync"/>.</returns>
    /// <exception cref="ArgumentException">The id or the text is outside its limits; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">The SDK is not initialized; nothing was sent.</exception>
    public ValueTask<DeliveryReceipt> SendMessageAsync(
        string sessionId, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Transport.SendAsync(_topics.Of(sessionId), ChatEnvelope.OfText(Sender, text), cancellationToken);
    }

    /// <summary>Sends bytes to everybody in a session, and completes with the receipt.</summary>
    /// <param name="sessionId">See <see cref="TopicOf"/>.</param>
    /// <param name="data">
    /// May be empty. In its envelope, where it takes four thirds of its size, it has to fit into <c>MaxMessageBytes</c>.
    /// </param>
    /// <inheritdoc cref="SendMessageAsync(string, string, CancellationToken)"/>
    public ValueTask<DeliveryReceipt> SendMessageAsync(
        string sessionId, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        Transport.SendAsync(_topics.Of(sessionId), ChatEnvelope.OfData(Sender, data), cancellationToken);

    /// <summary>
    /// Joins a session, and returns once a relay has confirmed it: no later message is missed, own ones included.
    /// </summary>
    /// <param name="sessionId">See <see cref="TopicOf"/>.</param>
    /// <param name="options">Where to begin and how much to buffer; <c>null</c> begins now.</param>
    /// <param name="cancellationToken">Ends the wait and takes the subscription back.</param>
    /// <returns>The messages, until it or the SDK is disposed.</returns>
    /// <exception cref="ArgumentException">The id or an option is outside its limits.</exception>
    /// <exception cref="InvalidOperationException">The SDK is not initialized.</exception>
    /// <remarks>The other errors are those of <see cref="IMessageTransport.SubscribeAsync"/>.</remarks>
    public async ValueTask<ChatSubscription> SubscribeAsync(
        string sessionId, SubscriptionOptions? options = null, CancellationToken cancellationToken = default)
    {
        var transport = Transport;
        var messages = await transport.SubscribeAsync(_topics.Of(sessionId), options, cancellationToken)
            .ConfigureAwait(false);
        var subscription = new ChatSubscription(sessionId, messages, transport.Producer, Report, Forget);
        _subscriptions.TryAdd(subscription, 0);
        if (_lifetime.IsCancellationRequested)
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(SolConnectSDK));
        }

        return subscription;
    }

    /// <summary>
    /// Ends all subscriptions, and disposes the transport unless it is the caller's own. Disposing again does nothing.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            return new(_disposing ??= Task.Run(DisposeOnceAsync));
        }
    }

    private async Task UseAsync(Func<TransportInUse>? create, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task connecting;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposing is not null, this);
            if (_inUse is not null && create is not null)
            {
                throw new InvalidOperationException(
                    "The SDK has a transport already. For other relays, dispose it and create another one.");
            }

            var isFirst = _inUse is null;
            var inUse = _inUse ??= create is null ? CreateOwn(RelayEnvironment.ReadOptions()) : create();
            if (isFirst || _connecting is { IsCompleted: true, IsCompletedSuccessfully: false })
            {
                _connecting = Task.Run(() => ConnectAsync(inUse), CancellationToken.None);
            }

            connecting = _connecting;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.Token);
        try
        {
            await connecting.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(SolConnectSDK));
        }
    }

    private TransportInUse CreateOwn(RelayOptions options)
    {
        try
        {
            return new(new RelayWebSocketTransport(options, _loggers), IsOwned: true);
        }
        catch (RelayOptionsException cause) when (options.Relays is null or { Count: 0 })
        {
            throw RelayEnvironment.NoRelay(cause);
        }
    }

    private async Task ConnectAsync(TransportInUse inUse)
    {
        try
        {
            await inUse.Transport.ConnectAsync(_lifetime.Token).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is not RelayConnectException && !_lifetime.IsCancellationRequested)
        {
            // It cannot become better by itself: the next initialization begins anew.
            lock (_lock)
            {
                _inUse = _disposing is null ? null : _inUse;
            }

            await inUse.EndAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task DisposeOnceAsync()
    {
        await _lifetime.CancelAsync().ConfigureAwait(false);
        foreach (var subscription in _subscriptions.Keys)
        {
            await subscription.DisposeAsync().ConfigureAwait(false);
        }

        if (_inUse is { } inUse)
        {
            await inUse.EndAsync().ConfigureAwait(false);
            if (inUse.IsOwned)
            {
                // Somebody else's transport may connect for as long as it likes; ours has ended.
                await _connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _lifetime.Dispose();
    }

    private void Forget(ChatSubscription subscription) => _subscriptions.TryRemove(subscription, out _);

    private void Report(MessageSkippedEventArgs skipped, bool isFirst)
    {
        SdkLog.MessageSkipped(
            _logger, isFirst ? LogLevel.Warning : LogLevel.Debug, skipped.MessageId, skipped.SessionId, skipped.Reason);
        try
        {
            MessageSkipped?.Invoke(this, skipped);
        }
        catch (Exception exception)
        {
            SdkLog.HandlerFailed(_logger, exception);
        }
    }
}
