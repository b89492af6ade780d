using System.Text;

namespace SolConnect.Relay.TestKit;

/// <summary>What tests do with transports and subscriptions all the time.</summary>
public static class TransportExtensions
{
    /// <summary>Returns as soon as the transport is in a state.</summary>
    public static async Task WaitForStateAsync(this IMessageTransport transport, TransportState state)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Check(object? sender, EventArgs change)
        {
            if (transport.State == state)
            {
                reached.TrySetResult();
            }
        }

        transport.StateChanged += Check;
        try
        {
            Check(null, EventArgs.Empty);
            await reached.Task.WithinPatienceAsync($"{state} (the transport is {transport.State})");
        }
        finally
        {
            transport.StateChanged -= Check;
        }
    }

    /// <summary>Sends a text as UTF-8.</summary>
    public static ValueTask<DeliveryReceipt> SendTextAsync(
        this IMessageTransport transport, string topic, string text, CancellationToken cancellationToken = default) =>
        transport.SendAsync(topic, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>The payload as UTF-8.</summary>
    public static string Text(this RelayMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    /// <summary>The next so many messages as texts.</summary>
    public static async Task<string[]> TakeTextsAsync(this IMessageSubscription subscription, int count)
    {
        var messages = await subscription.TakeAsync(count);
        return [.. messages.Select(Text)];
    }

    /// <summary>The next so many messages. The subscription can be read on afterwards.</summary>
    public static async Task<RelayMessage[]> TakeAsync(this IMessageSubscription subscription, int count)
    {
        async Task<RelayMessage[]> ReadAsync()
        {
            var messages = new List<RelayMessage>();
            await foreach (var message in subscription)
            {
                messages.Add(message);
                if (messages.Count == count)
                {
                    break;
                }
            }

            return [.. messages];
        }

        return await ReadAsync().WithinPatienceAsync($"{count} messages on '{subscription.Topic}'");
    }
}
