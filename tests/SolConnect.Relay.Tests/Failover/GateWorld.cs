using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Diagnostics;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

/// <summary>An outbox gate without a session: the test stands for the loop and for the machine.</summary>
internal sealed class GateWorld
{
    private readonly List<PendingSend> _published = [];

    public GateWorld(
        int messages = 2, long bytes = 1_000, OutboxFullMode mode = OutboxFullMode.Wait, MessageTelemetry? telemetry = null)
    {
        Pool = new(capacity: 100, telemetry);
        Limits = new(messages, bytes, mode, MessageTimeout: TimeSpan.FromSeconds(30));
        Inbox = new(messages, maxSubscriptions: 1, relays: 1);
        Gate = new(Limits, Inbox, () => TimesFull++);
    }

    public OutboxLimits Limits { get; }

    public SessionInbox Inbox { get; }

    public OutboxGate Gate { get; }

    public PendingSendPool Pool { get; }

    public int TimesFull { get; private set; }

    public Instant Now { get; set; }

    /// <summary>What <c>SendAsync</c> does.</summary>
    public Task<DeliveryReceipt> SendAsync(int size = 10, CancellationToken token = default)
    {
        var send = Begin(size, token);
        var receipt = send.Task.AsTask();
        Gate.Enter(send);
        return receipt;
    }

    public PendingSend Begin(int size = 10, CancellationToken token = default)
    {
        var send = Pool.Rent();
        send.Begin("topic", new byte[size], timestamp: 0, Now);
        if (token.CanBeCanceled)
        {
            send.Watch(Gate, token);
        }

        return send;
    }

    /// <summary>Everything that was posted since the last call.</summary>
    public List<SessionInput> TakeInputs()
    {
        var inputs = new List<SessionInput>();
        while (Inbox.TryTake(out var input))
        {
            inputs.Add(input);
        }

        return inputs;
    }

    /// <summary>The sends that were let in since the last call.</summary>
    public List<PendingSend> TakePublished()
    {
        TakeEntered();
        List<PendingSend> published = [.. _published];
        _published.Clear();
        return published;
    }

    public void Settle(PendingSend send, SendResult result)
    {
        // The machine has seen what it decides on, whether the test has looked or not.
        TakeEntered();
        _ = _published.Remove(send);
        End(send, result);
        Gate.Settle([send]);
    }

    /// <summary>What the machine does once enough relays have acknowledged.</summary>
    public void Receipt(PendingSend send, long sequence = 1)
    {
        Settle(send, Result(SendOutcome.Receipted, sequence: sequence));
        send.ReleaseMessage();
    }

    /// <summary>The outcome without the gate.</summary>
    public static void Complete(PendingSend send)
    {
        End(send, Result(SendOutcome.Receipted));
        send.Complete();
    }

    public static SendResult Result(
        SendOutcome outcome, DeliveryStatus status = DeliveryStatus.Unknown, long sequence = 1, string? detail = null) =>
        new(outcome, status, new(new(Guid.Empty), 1, sequence), Durability.Replicated, Acks: 2, WasResent: true,
            Elapsed: TimeSpan.FromMilliseconds(7), detail);

    private static void End(PendingSend send, SendResult result)
    {
        send.Enter(new(result.Id.Producer, result.Id.Generation));
        (send.Sequence, send.WasResent) = (result.Id.Sequence, result.WasResent);
        send.End(result.Outcome, result.Status, result.Acks, result.Durability, result.Elapsed, result.Detail);
    }

    private void TakeEntered()
    {
        var areAll = false;
        while (!areAll)
        {
            var sends = Gate.TakeEntered(most: 3, out areAll);
            _published.AddRange(sends.Cast<PendingSend>());
            sends.AsSpan().Clear();
        }
    }
}
