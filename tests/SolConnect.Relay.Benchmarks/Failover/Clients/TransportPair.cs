using System.Buffers.Binary;
using System.Diagnostics;
using SolConnect.Relay.Benchmarks.Failover.Measuring;
using SolConnect.Relay.TestKit;

namespace SolConnect.Relay.Benchmarks.Failover.Clients;

/// <summary>The library: one transport that publishes and one that subscribes, over the same relays.</summary>
internal sealed class TransportPair : IMeasuredClient
{
    private readonly Lock _lock = new();
    private readonly List<(long At, string Relay)> _started = [];
    private readonly List<(long At, FailoverCompletedEventArgs Failover)> _completed = [];
    private readonly RelayWebSocketTransport _publisher;
    private readonly RelayWebSocketTransport _subscriber;
    private readonly string _topic;
    private readonly MessageLog _log;
    private readonly Task _reading;

    private TransportPair(
        RelayWebSocketTransport publisher, RelayWebSocketTransport subscriber, IMessageSubscription subscription,
        MessageLog log)
    {
        (_publisher, _subscriber, _topic, _log) = (publisher, subscriber, subscription.Topic, log);
        publisher.Manager.FailoverStarted += (_, started) =>
        {
            lock (_lock)
            {
                _started.Add((Stopwatch.GetTimestamp(), started.OldRelay.Id));
            }
        };
        publisher.Manager.FailoverCompleted += (_, completed) =>
        {
            lock (_lock)
            {
                _completed.Add((Stopwatch.GetTimestamp(), completed));
            }
        };
        subscriber.Manager.GapDetected += (_, gap) => Cover(gap.Gap);
        _reading = ReadAsync(subscription);
    }

    public string Primary =>
        _publisher.GetAvailableRelays().FirstOrDefault(relay => relay.IsPrimary)?.Endpoint.Id ?? "";

    public bool IsWhole => IsTransportWhole(_publisher) && IsTransportWhole(_subscriber);

    /// <summary>Connects both to all relays and subscribes.</summary>
    public static async Task<IMeasuredClient> ConnectAsync(
        IReadOnlyList<RelayEndpoint> relays, int? requiredAcks, MessageLog log)
    {
        var publisher = await ConnectAsync(relays, requiredAcks);
        var subscriber = await ConnectAsync(relays, requiredAcks);

        // Relays outlive a client, so each has a topic of its own.
        var subscription = await subscriber.SubscribeAsync($"failover-{Guid.NewGuid():N}");
        return new TransportPair(publisher, subscriber, subscription, log);
    }

    public void Send(int number, ReadOnlyMemory<byte> payload) =>
        _ = SettleAsync(number, _publisher.SendAsync(_topic, payload));

    public ClientFailover? FindFailover(string relay, long since, bool mayClear)
    {
        lock (_lock)
        {
            var start = _started.FindIndex(started => started.At >= since && started.Relay == relay);
            var end = _completed.FindIndex(completed =>
                completed.At >= since && completed.Failover.OldRelay.Id == relay
                && (mayClear || completed.Failover.Reason != FailoverReason.Recovered));
            if (start < 0 || end < 0)
            {
                return null;
            }

            var failover = _completed[end].Failover;
            return new(_started[start].At, failover.FailoverTime, failover.MessagesResent);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _subscriber.DisposeAsync();
        await _reading;
    }

    private static bool IsTransportWhole(RelayWebSocketTransport transport) =>
        transport.State == TransportState.Connected && !transport.GetAvailableRelays().Any(relay => relay.IsSuspected);

    private static async Task<RelayWebSocketTransport> ConnectAsync(
        IReadOnlyList<RelayEndpoint> relays, int? requiredAcks)
    {
        var transport = new RelayWebSocketTransport(new() { Relays = [.. relays], RequiredAcks = requiredAcks });
        await transport.ConnectAsync();
        await transport.WaitForStateAsync(TransportState.Connected);
        return transport;
    }

    // Owns its outcome: it catches what a send can end with, and the log counts it.
    private async Task SettleAsync(int number, ValueTask<DeliveryReceipt> sending)
    {
        try
        {
            var receipt = await sending;
            _log.Receipt(number, receipt.Id.Sequence);
        }
        catch (Exception exception) when (exception is RelayException or ObjectDisposedException)
        {
            _log.Failure(exception);
        }
    }

    private async Task ReadAsync(IMessageSubscription subscription)
    {
        await foreach (var message in subscription)
        {
            if (message.GapBefore is { } gap)
            {
                Cover(gap);
            }

            _log.Deliver((int)BinaryPrimitives.ReadInt64LittleEndian(message.Payload.Span));
        }
    }

    private void Cover(MessageGap gap) => _log.Cover(gap.First, gap.Last, gap.Reason.ToString());
}
