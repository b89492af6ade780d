using System.Diagnostics.CodeAnalysis;
using SolConnect.Relay;
using SolConnect.Sessions;

namespace SolConnect;

/// <summary>
/// The messages of one session, each once, in each client's order. One consumer at a time enumerates it; it may stop and
/// start again and goes on where it was. Disposing it leaves the session and ends the enumeration.
/// </summary>
/// <remarks>
/// What is no chat message is passed over and reported by <see cref="SolConnectSDK.MessageSkipped"/>. Otherwise the
/// enumeration ends and throws like that of an <see cref="IMessageSubscription"/>.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is a subscription, and no collection.")]
public sealed class ChatSubscription : IAsyncEnumerable<ChatMessage>, IAsyncDisposable
{
    private readonly IMessageSubscription _messages;
    private readonly ProducerId? _me;
    private readonly Action<MessageSkippedEventArgs, bool> _report;
    private readonly Action<ChatSubscription> _forget;
    private bool _hasSkipped;

    internal ChatSubscription(
        string sessionId, IMessageSubscription messages, ProducerId? me, Action<MessageSkippedEventArgs, bool> report,
        Action<ChatSubscription> forget)
    {
        SessionId = sessionId;
        _messages = messages;
        _me = me;
        _report = report;
        _forget = forget;
    }

    /// <summary>The session.</summary>
    public string SessionId { get; }

    /// <summary>
    /// How far the application has come, for <see cref="SubscriptionOptions.ResumeFrom"/>; see
    /// <see cref="IMessageSubscription.GetCheckpoint"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">The transport keeps no place that outlives it.</exception>
    public SubscriptionCheckpoint GetCheckpoint() => _messages.GetCheckpoint();

    /// <summary>Enumerates the messages.</summary>
    /// <param name="cancellationToken">Ends the enumeration; the subscription lives on.</param>
    public async IAsyncEnumerator<ChatMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var message in _messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (ChatEnvelope.Read(message.Payload.Span, out var wrong) is { } envelope)
            {
                yield return envelope.ToMessage(SessionId, message, _me);
            }
            else
            {
                _report(new(SessionId, message.Id, wrong, message.GapBefore), !_hasSkipped);
                _hasSkipped = true;
            }
        }
    }

    /// <summary>Leaves the session. Disposing again does nothing.</summary>
    public ValueTask DisposeAsync()
    {
        _forget(this);
        return _messages.DisposeAsync();
    }
}
