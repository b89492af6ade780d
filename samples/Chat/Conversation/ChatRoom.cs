using Chat.Relays;
using SolConnect.Relay;

namespace Chat.Conversation;

/// <summary>
/// One person's place in the conversation. Everything that this sample does with a transport is in here. Every member may
/// be called from any thread.
/// </summary>
internal sealed class ChatRoom(Fleet fleet) : IAsyncDisposable
{
    public const int MaxTextLength = 2_000;

    private const string Topic = "chat";
    private const int MaxLines = 1_000;

    private readonly Lock _lock = new();
    private readonly List<ChatLine> _lines = [];
    private IMessageSubscription? _subscription;
    private Task _reading = Task.CompletedTask;
    private Task _confirming = Task.CompletedTask;

    /// <summary>Raised on any thread when a line has come or changed.</summary>
    public event Action? Changed;

    /// <summary>Who this is; empty before <see cref="JoinAsync"/>.</summary>
    public string Name { get; private set; } = "";

    /// <summary><c>null</c> before <see cref="JoinAsync"/>.</summary>
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
    /// <exception cref="RelayException">No relay could be reached; the message says why.</exception>
    public async Task JoinAsync(string name)
    {
        var transport = fleet.CreateTransport(name);
        try
        {
            await transport.ConnectAsync();
            _subscription = await transport.SubscribeAsync(Topic);
        }
        catch
        {
            await transport.DisposeAsync();
            throw;
        }

        (Name, Transport) = (name, transport);
        _reading = ReadAsync(_subscription);
        Changed?.Invoke();
    }

    /// <summary>Says something. The line is there at once; what becomes of it shows later.</summary>
    public async Task SendAsync(string text)
    {
        var line = new ChatLine(Guid.NewGuid(), Name, text, DateTimeOffset.UtcNow, IsMine: true);
        Add(line);
        try
        {
            var receipt = await Transport!.SendAsync(Topic, new ChatFrame(Name, line.Id, text).ToBytes());
            Change(line.Id, mine => mine with { Acks = receipt.Acks, Elapsed = receipt.Elapsed });
        }
        catch (Exception exception) when (exception is RelayException or InvalidOperationException)
        {
            Change(line.Id, mine => mine with { Failure = exception.Message });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Transport is { } transport)
        {
            await _subscription!.DisposeAsync();
            await _reading;
            await transport.DisposeAsync();
            await _confirming;
        }
    }

    private async Task ReadAsync(IMessageSubscription subscription)
    {
        try
        {
            await foreach (var message in subscription)
            {
                Take(message);
            }
        }
        catch (RelayException exception)
        {
            Add(new(Guid.NewGuid(), "", $"Nothing more is received: {exception.Message}", DateTimeOffset.UtcNow, IsMine: false));
        }
    }

    private void Take(RelayMessage message)
    {
        if (ChatFrame.Parse(message.Payload.Span) is not { } frame)
        {
            return;
        }

        if (frame.Text is null)
        {
            Change(frame.Line, line => line.IsMine ? line with { ReceivedBy = [.. line.ReceivedBy, frame.Name] } : line);
        }
        else if (!IsMine(frame.Line))
        {
            Add(new(frame.Line, frame.Name, frame.Text, message.SentAt, IsMine: false));
            _confirming = ConfirmAsync(_confirming, frame.Line);
        }
    }

    // Not awaited by whoever reads: while no relay is open, a send takes its time.
    private async Task ConfirmAsync(Task others, Guid line)
    {
        try
        {
            await Transport!.SendAsync(Topic, new ChatFrame(Name, line, null).ToBytes());
        }
        catch (Exception exception) when (exception is RelayException or InvalidOperationException)
        {
            // The line is here all the same; its author sees that it was acknowledged.
        }

        await others;
    }

    private bool IsMine(Guid id)
    {
        lock (_lock)
        {
            return _lines.Exists(line => line.Id == id && line.IsMine);
        }
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

    private void Change(Guid id, Func<ChatLine, ChatLine> change)
    {
        lock (_lock)
        {
            var index = _lines.FindLastIndex(line => line.Id == id);
            if (index < 0)
            {
                return;
            }

            _lines[index] = change(_lines[index]);
        }

        Changed?.Invoke();
    }
}
