using System.Text;
using Chat.Relays;
using SolConnect;
using SolConnect.Relay;

namespace Chat.Conversation;

/// <summary>
/// One person's place in the conversation. Everything that this sample does with the SDK is in here: what is said are texts,
/// and the word that somebody has received a text are bytes, which name it. Every member may be called from any thread.
/// </summary>
internal sealed class ChatRoom(Fleet fleet) : IAsyncDisposable
{
    public const int MaxTextLength = 2_000;

    private const string Session = "lobby";
    private const int MaxLines = 1_000;

    private readonly Lock _lock = new();
    private readonly List<ChatLine> _lines = [];

    // Who has received what of ours, where that was heard before our receipt told us the message's id.
    private readonly Dictionary<string, List<string>> _early = [];
    private SolConnectSDK? _sdk;
    private Task _reading = Task.CompletedTask;
    private Task _confirming = Task.CompletedTask;

    /// <summary>Raised on any thread when a line has come or changed.</summary>
    public event Action? Changed;

    /// <summary>Who this is; empty before <see cref="JoinAsync"/>.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What carries the messages; <c>null</c> before <see cref="JoinAsync"/>.</summary>
    public RelayWebSocketTransport? Transport { get; private set; }

    /// <summary>The last <see cref="MaxLines"/>, oldest first. What came twice would stand here twice.</summary>
    public IReadOnlyList<ChatLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Connects, and hears from now on what others say. Once.</summary>
    /// <exception cref="ArgumentException">The name cannot be one; the message says why.</exception>
    /// <exception cref="RelayException">No relay could be reached; the message says why.</exception>
    public async Task JoinAsync(string name)
    {
        var sdk = new SolConnectSDK(new() { Sender = name });
        ChatSubscription messages;
        try
        {
            await sdk.InitializeAsync(fleet.CreateOptions(name));
            messages = await sdk.SubscribeAsync(Session);
        }
        catch
        {
            await sdk.DisposeAsync();
            throw;
        }

        (_sdk, Name, Transport) = (sdk, name, (RelayWebSocketTransport)sdk.Transport);
        _reading = ReadAsync(messages);
        Changed?.Invoke();
    }

    /// <summary>Says something. The line is there at once; what becomes of it shows later.</summary>
    public async Task SendAsync(string text)
    {
        var line = new ChatLine(Guid.NewGuid(), Name, text, DateTimeOffset.UtcNow, IsMine: true);
        Add(line);
        try
        {
            var receipt = await _sdk!.SendMessageAsync(Session, text);
            Settle(line.Id, receipt.Id, mine => mine with { Acks = receipt.Acks, Elapsed = receipt.Elapsed });
        }
        catch (Exception exception) when (exception is RelayException or InvalidOperationException)
        {
            var id = (exception as SendFailedException)?.MessageId;
            Settle(line.Id, id, mine => mine with { Failure = exception.Message });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sdk is not null)
        {
            await _sdk.DisposeAsync();
            await _reading;
            await _confirming;
        }
    }

    private async Task ReadAsync(ChatSubscription messages)
    {
        try
        {
            await foreach (var message in messages)
            {
                Take(message);
            }
        }
        catch (RelayException exception)
        {
            Add(new(Guid.NewGuid(), "", $"Nothing more is received: {exception.Message}", DateTimeOffset.UtcNow, IsMine: false));
        }
    }

    private void Take(ChatMessage message)
    {
        if (message.IsOwn)
        {
            return;
        }

        if (!message.Data.IsEmpty)
        {
            NoteReceived(Encoding.UTF8.GetString(message.Data.Span), message.Sender);
        }
        else
        {
            Add(new(Guid.NewGuid(), message.Sender, message.Text, message.SentAt, IsMine: false));
            _confirming = ConfirmAsync(_confirming, message.Id);
        }
    }

    // Not awaited by whoever reads: while no relay is open, a send takes its time.
    private async Task ConfirmAsync(Task others, MessageId received)
    {
        try
        {
            await _sdk!.SendMessageAsync(Session, Encoding.UTF8.GetBytes(received.ToString()));
        }
        catch (Exception exception) when (exception is RelayException or InvalidOperationException)
        {
            // The line is here all the same; its author sees that it was acknowledged.
        }

        await others;
    }

    private void NoteReceived(string messageId, string by)
    {
        if (!messageId.StartsWith($"{Transport!.Producer}-", StringComparison.Ordinal))
        {
            return; // It is about a line of somebody else.
        }

        lock (_lock)
        {
            var index = _lines.FindLastIndex(line => line.MessageId == messageId);
            if (index >= 0)
            {
                _lines[index] = _lines[index] with { ReceivedBy = [.. _lines[index].ReceivedBy, by] };
            }
            else if (_lines.Exists(line => line is { IsMine: true, Acks: 0, Failure: null }))
            {
                _early[messageId] = [.. _early.GetValueOrDefault(messageId) ?? [], by];
            }
        }

        Changed?.Invoke();
    }

    private void Add(ChatLine line)
    {
        lock (_lock)
        {
            _lines.Add(line);
            if (_lines.Count > MaxLines)
            {
                _lines.RemoveAt(0);
            }
        }

        Changed?.Invoke();
    }

    /// <summary>A line of one's own has its receipt, or will have none.</summary>
    private void Settle(Guid id, MessageId? messageId, Func<ChatLine, ChatLine> settle)
    {
        lock (_lock)
        {
            List<string>? early = null;
            var name = messageId?.ToString();
            if (name is not null)
            {
                _early.Remove(name, out early);
            }

            var index = _lines.FindLastIndex(line => line.Id == id);
            if (index >= 0)
            {
                _lines[index] = settle(_lines[index]) with { MessageId = name, ReceivedBy = early ?? [] };
            }
        }

        Changed?.Invoke();
    }
}
