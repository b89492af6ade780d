using System.Buffers.Binary;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Failover;

namespace SolConnect.Relay.Tests.Failover;

/// <summary>
/// Many threads send and cancel through a small outbox while one plays the session loop. A checker looks at what the
/// loop and the callers saw: bounds, order, and one own outcome for each send.
/// </summary>
public class OutboxStressTests
{
    private const int Senders = 4;
    private const int SendsEach = 3_000;
    private const int Capacity = 8;
    private const int Window = 4;

    private readonly GateWorld _world = new(Capacity, bytes: 1_000_000);
    private readonly List<PendingSend> _live = [];
    private readonly int[] _lastOf = new int[Senders];
    private int _peak;

    [Fact]
    public async Task Every_send_ends_once_with_its_own_outcome_in_the_order_of_entry_and_within_the_bounds()
    {
        var loop = Task.Run(PlayLoopAsync);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, Senders).Select(id => Task.Run(() => SendAllAsync(id))))
            .WithinPatienceAsync("all sends to end");
        _world.Inbox.Close();
        await loop.WithinPatienceAsync("the loop to end");

        Assert.All(outcomes, outcome => Assert.Equal(SendsEach, outcome.Receipts + outcome.Cancelled));
        Assert.All(outcomes, outcome => Assert.True(outcome.Receipts > 0));
        Assert.InRange(_peak, 1, Capacity);
        Assert.Equal(0, _world.Gate.Waiting);
        Assert.False(_world.Inbox.HasOverflowed);
    }

    private async Task<(int Receipts, int Cancelled)> SendAllAsync(int sender)
    {
        var (receipts, cancelled) = (0, 0);
        for (var first = 1; first <= SendsEach; first += Window)
        {
            var window = new List<(int Number, CancellationTokenSource Cancelling, Task<DeliveryReceipt> Sending)>();
            for (var number = first; number < first + Window; number++)
            {
                var cancelling = new CancellationTokenSource();
                window.Add((number, cancelling, SendAsync(sender, number, cancelling.Token)));
            }

            // Every third is cancelled, at any moment of its way: waiting, entered, or long receipted.
            var cancelAll = window.Where(send => send.Number % 3 == 0).Select(send => send.Cancelling.CancelAsync());
            await Task.WhenAll(cancelAll);
            foreach (var (number, cancelling, sending) in window)
            {
                try
                {
                    Assert.Equal(Sequence(sender, number), (await sending).Id.Sequence);
                    receipts++;
                }
                catch (SendCanceledException error)
                {
                    Assert.Equal(cancelling.Token, error.CancellationToken);
                    cancelled++;
                }

                cancelling.Dispose();
            }
        }

        return (receipts, cancelled);
    }

    private Task<DeliveryReceipt> SendAsync(int sender, int number, CancellationToken token)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(payload, sender);
        BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(4), number);
        var send = _world.Pool.Rent();
        send.Begin("topic", payload, timestamp: 0, now: default);
        send.Watch(_world.Gate, token);
        var receipt = send.Task.AsTask();
        _world.Gate.Enter(send);
        return receipt;
    }

    private async Task PlayLoopAsync()
    {
        while (await _world.Inbox.WaitAsync())
        {
            while (_world.Inbox.TryTake(out var input))
            {
                Step(input);
            }

            TakeSends();
            foreach (var send in _live)
            {
                _world.Receipt(send, Sequence(SenderOf(send), NumberOf(send)));
            }

            _live.Clear();
        }
    }

    private void Step(in SessionInput input)
    {
        if (input.Kind == SessionInputKind.CancelSend)
        {
            TakeSends();
            var send = (PendingSend)input.Message;
            if (_live.Remove(send))
            {
                _world.Settle(send, GateWorld.Result(SendOutcome.Cancelled));
                send.ReleaseMessage();
            }

            send.ReleaseCancellation();
        }
    }

    private void TakeSends()
    {
        foreach (var send in _world.TakePublished())
        {
            Assert.True(NumberOf(send) > _lastOf[SenderOf(send)], "a send was overtaken");
            _lastOf[SenderOf(send)] = NumberOf(send);
            _live.Add(send);
            _peak = Math.Max(_peak, _live.Count);
        }
    }

    private static int SenderOf(PendingSend send) => BinaryPrimitives.ReadInt32LittleEndian(send.Payload);

    private static int NumberOf(PendingSend send) => BinaryPrimitives.ReadInt32LittleEndian(send.Payload.AsSpan(4));

    private static long Sequence(int sender, int number) => (sender * 1_000_000L) + number;
}
