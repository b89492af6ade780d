using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>An application that takes messages as fast as it can, or not at all for a while.</summary>
internal sealed class PausableReader(IMessageSubscription subscription, RunHistory history)
{
    private TaskCompletionSource _mayRead = Open();
    private Task _reading = Task.CompletedTask;

    public void Start() => _reading = ReadAsync();

    /// <summary>Takes nothing after the message in its hands.</summary>
    public void Pause() => Volatile.Write(ref _mayRead, new(TaskCreationOptions.RunContinuationsAsynchronously));

    public void Resume() => Volatile.Read(ref _mayRead).TrySetResult();

    /// <summary>Returns once the subscription has ended.</summary>
    public Task EndAsync() => _reading;

    private async Task ReadAsync()
    {
        await Task.Yield();
        try
        {
            await foreach (var message in subscription)
            {
                history.Deliver(message);
                await Volatile.Read(ref _mayRead).Task;
            }

            history.SubscriptionEnded(SubscriptionEndKind.Stopped);
        }
        catch (RelayException)
        {
            history.SubscriptionEnded(SubscriptionEndKind.Faulted);
        }
    }

    private static TaskCompletionSource Open()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
