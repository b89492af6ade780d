using System.Security.Cryptography;
using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Chaos.Tests.Running;

/// <summary>
/// Publishes at a steady rate whatever becomes of it, as a source that cannot wait does: what is held up shows in the
/// outcomes and not in the rate.
/// </summary>
internal sealed class OpenLoopPublisher(IMessageTransport transport, string topic, TimeSpan every, RunHistory history)
{
    private const int PayloadBytes = 128;

    private readonly List<Task> _sends = [];
    private Task _publishing = Task.CompletedTask;
    private volatile bool _isStopping;

    public void Start() => _publishing = PublishAsync();

    /// <summary>Publishes no more. What is under way goes on.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        return _publishing;
    }

    private async Task PublishAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var began = TimeProvider.System.GetTimestamp();
        while (await timer.WaitForNextTickAsync() && !_isStopping)
        {
            var due = TimeProvider.System.GetElapsedTime(began) / every;
            while (_sends.Count < due && !_isStopping)
            {
                Publish();
            }
        }
    }

    private void Publish()
    {
        // Random bytes: every payload is its own, and damage would show.
        var payload = RandomNumberGenerator.GetBytes(PayloadBytes);
        var message = history.Publish(payload);
        _sends.Add(SettleAsync(message, transport.SendAsync(topic, payload)));
    }

    private async Task SettleAsync(int message, ValueTask<DeliveryReceipt> sending)
    {
        try
        {
            history.Receipt(message, await sending);
        }
        catch (SendCanceledException error)
        {
            history.Failure(message, SendOutcome.Cancelled, error.Delivery, error.MessageId);
        }
        catch (RelayException error)
        {
            var outcome = error.Code switch
            {
                RelayErrorCode.SendTimeout => SendOutcome.TimedOut,
                RelayErrorCode.SendStopped => SendOutcome.Stopped,
                RelayErrorCode.TransportFaulted => SendOutcome.Faulted,
                _ => SendOutcome.Rejected,
            };
            history.Failure(
                message, outcome, error.Delivery ?? DeliveryStatus.Unknown, (error as SendFailedException)?.MessageId);
        }
    }
}
