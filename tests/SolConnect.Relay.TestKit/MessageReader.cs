namespace SolConnect.Relay.TestKit;

/// <summary>Reads a subscription in the background, from the beginning to its end, and keeps everything.</summary>
public sealed class MessageReader
{
    private readonly Lock _lock = new();
    private readonly List<RelayMessage> _messages = [];
    private readonly IMessageSubscription _subscription;
    private TaskCompletionSource _changed = NewSource();

    /// <summary>Begins at once.</summary>
    public MessageReader(IMessageSubscription subscription)
    {
        _subscription = subscription;
        Completion = ReadAsync();
    }

    /// <summary>Ends as the enumeration ends: with its error, where it has one.</summary>
    public Task Completion { get; }

    /// <summary>Everything so far, in the order of arrival.</summary>
    public IReadOnlyList<RelayMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Everything so far as texts.</summary>
    public IEnumerable<string> Texts => Messages.Select(message => message.Text());

    /// <summary>Returns once at least so many have arrived.</summary>
    public async Task WaitForAsync(int count)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_messages.Count >= count)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WithinPatienceAsync(
                $"message {Messages.Count + 1} of {count} on '{_subscription.Topic}'");
        }
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        await foreach (var message in _subscription)
        {
            lock (_lock)
            {
                _messages.Add(message);
                _changed.SetResult();
                _changed = NewSource();
            }
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
