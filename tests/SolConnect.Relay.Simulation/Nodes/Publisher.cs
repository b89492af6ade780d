using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Engine;
using SolConnect.Relay.Simulation.Histories;
using SolConnect.Relay.Simulation.Scenarios;

namespace SolConnect.Relay.Simulation.Nodes;

/// <summary>An application that publishes, behind the gate in which a shell makes senders wait for a free slot.</summary>
internal sealed class Publisher(World world, SimClient client, ClientPlan plan, SimRandom random) : IActor
{
    private const int Next = 1;
    private const int Cancel = 2;

    private readonly Stack<SimMessage> _free = new();
    private int _left = plan.Messages;
    private int _slots = plan.OutboxCapacity;
    private bool _waitsForSlot;
    private int _unreleased;
    private int _peakUnreleased;
    private long _peakRetained;

    public void Begin()
    {
        if (_left > 0)
        {
            world.Time.After(random.Between(TimeSpan.Zero, MeanPause), this, Next);
        }
    }

    public void On(in SimEvent happening)
    {
        if (client.IsStopping)
        {
            return;
        }

        if (happening.Code == Cancel)
        {
            CancelSend((SimMessage)happening.Subject!, (int)happening.Number);
            return;
        }

        for (var count = random.Between(1, plan.Burst); count > 0 && _left > 0; count--)
        {
            if (_slots == 0)
            {
                _waitsForSlot = true;
                return;
            }

            Publish();
        }

        if (_left > 0)
        {
            world.Time.After(Pause(), this, Next);
        }
    }

    /// <summary>The machine has taken a message over.</summary>
    public void OnAccepted() => _unreleased++;

    public void OnSettled(SimMessage message)
    {
        world.History.Settled(client.Index, message.TopicNumber, message.Number, message.FinalResult);
        message.IsSettled = true;
        _slots++;
        if (_waitsForSlot)
        {
            _waitsForSlot = false;
            world.Time.After(TimeSpan.Zero, this, Next);
        }

        if (message.LeavesWithOutcome)
        {
            OnReleased(message);
        }
    }

    public void OnReleased(SimMessage message)
    {
        world.History.Released(client.Index, message.Number);
        _unreleased--;
        message.IsReleased = true;
        message.Payload.AsSpan().Fill(0xEE);
        Recycle(message);
    }

    public void OnCancelled(SimMessage message)
    {
        message.HasCancelWaiting = false;
        Recycle(message);
    }

    public void NotePeaks(long retained)
    {
        _peakRetained = Math.Max(_peakRetained, retained);
        _peakUnreleased = Math.Max(_peakUnreleased, _unreleased);
    }

    public void ReportPeaks()
    {
        world.History.Peak(PeakKind.Retained, client.Index, -1, -1, _peakRetained, plan.OutboxCapacity);
        world.History.Peak(PeakKind.Unreleased, client.Index, -1, -1, _peakUnreleased, plan.OutboxCapacity);
    }

    private TimeSpan MeanPause => world.Scenario.Trouble * (1 + plan.Burst) / (2 * plan.Messages);

    private TimeSpan Pause() =>
        world.HasHealed ? TimeSpan.FromMilliseconds(1) : random.Between(TimeSpan.Zero, MeanPause * 2);

    private void Publish()
    {
        _left--;
        _slots--;
        if (!_free.TryPop(out var message))
        {
            message = new();
        }

        message.Number = world.NextMessage();
        message.TopicNumber = random.Below(world.Scenario.Topics);
        (message.IsSettled, message.IsReleased) = (false, false);
        var length = random.Between(8, plan.MaxPayload);
        var payload = message.Payload.Length >= length ? message.Payload : new byte[Math.Max(length, 128)];
        Write(payload.AsSpan(0, length), message.Number);
        message.Fill(world.TopicNames[message.TopicNumber], payload, length, [], world.Time.Now.Ticks / TimeSpan.TicksPerMillisecond);
        message.AcceptedAt = client.Now;
        world.History.Published(client.Index, message.TopicNumber, message.Number, PayloadHash.Of(payload.AsSpan(0, length)));
        client.Post(SessionInput.Publish(new([message])));
        if (random.Chance(plan.CancelChance))
        {
            var after = random.Scaled(TimeSpan.FromMicroseconds(10), TimeSpan.FromMilliseconds(800));
            world.Time.After(after, this, Cancel, message.Number, message);
        }
    }

    private void CancelSend(SimMessage message, int number)
    {
        // The object may carry another message by now, which nobody wants to cancel.
        if (message.Number == number && !message.IsReleased && !message.IsSettled)
        {
            message.HasCancelWaiting = true;
            world.History.CancelAsked(client.Index, number);
            client.Post(SessionInput.CancelSend(message));
        }
    }

    private void Recycle(SimMessage message)
    {
        if (message is { IsReleased: true, HasCancelWaiting: false })
        {
            _free.Push(message);
        }
    }

    // The number makes each payload unique, and the rest makes damage visible.
    private void Write(Span<byte> payload, int number)
    {
        BitConverter.TryWriteBytes(payload, number);
        random.Fill(payload[4..]);
    }
}
