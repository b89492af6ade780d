using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Core.Tests.Session.Support;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Core.Tests.Session;

/// <summary>
/// In steady state the machine allocates nothing for a send, and the application's payload alone for a delivery.
/// </summary>
public sealed class SessionAllocationTests
{
    private const int WarmUp = 2_000;
    private const int Times = 5_000;

    private readonly SessionWorld _world = SessionWorld.Connected();
    private readonly WireBuffer _frame = new();

    [Fact]
    public void A_send_with_its_acks_and_its_receipt_allocates_nothing()
    {
        var message = new OutboundMessage();
        OutboundMessage[] batch = [message];
        var payload = new byte[100];
        var sequence = 0L;

        Assert.Equal(0, AllocatedBy(() =>
        {
            message.Fill("t", payload, payload.Length, [], 1_700_000_000_000);
            Step(SessionInput.Publish(batch));
            sequence++;
            foreach (var relay in _world.Relays.AsSpan(0, 2))
            {
                _frame.Clear();
                new AckFrame(1, sequence).Write(_frame);
                Step(SessionInput.Received(relay.Connection, _frame.Written));
            }
        }));
        Assert.Equal(sequence, _world.Session.Counters.MessagesSent);
        Assert.Equal(OutboundState.Released, message.State);
    }

    [Fact]
    public void A_delivery_allocates_its_payload()
    {
        const int Payload = 100;
        const int ArrayHeader = 24;
        var subscription = _world.Subscribe();
        Array.ForEach(_world.Relays, relay => relay.Subscribed());
        var record = new WireBuffer();
        var payload = new byte[Payload];
        var sequence = 0L;

        var allocated = AllocatedBy(() =>
        {
            sequence++;
            record.Clear();
            new LogRecord
            {
                Kind = RecordKind.Message,
                Producer = SessionWorld.Producer,
                Generation = 1,
                Sequence = sequence,
                Payload = payload,
            }.Write(record);
            foreach (var relay in _world.Relays)
            {
                _frame.Clear();
                DeliverFrame.Write(_frame, 1, sequence, record.Written.Span);
                Step(SessionInput.Received(relay.Connection, _frame.Written));
            }

            Step(SessionInput.Consumed(subscription, 0, _frame.Length));
        });

        Assert.Equal(sequence, _world.Session.Counters.MessagesReceived);
        Assert.InRange(allocated, Payload, Payload + ArrayHeader + 8);
    }

    private void Step(in SessionInput input)
    {
        var session = _world.Session;
        session.Step(input, _world.Now);
        while (session.TryTakeEffect(out var effect))
        {
            if (effect.Kind == SessionEffectKind.Write)
            {
                session.Step(SessionInput.Written(effect.Connection, effect.Buffer), _world.Now);
            }
        }
    }

    /// <summary>Bytes for each turn, once everything has its size.</summary>
    private static long AllocatedBy(Action turn)
    {
        Repeat(WarmUp);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(Times);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Times;

        void Repeat(int times)
        {
            for (; times > 0; times--)
            {
                turn();
            }
        }
    }
}
