using System.Text;
using SolConnect.Relay.Core.Delivery;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Tests.Session.Support;

/// <summary>One subscription of the application, with all that was handed to it.</summary>
internal sealed class TestSubscription(
    string topic, SubscriptionStart start, int bufferBytes, GapPolicy onGap, SubscriptionCheckpoint? resumeFrom = null)
    : SubscriptionHandle(topic, start, bufferBytes, onGap, resumeFrom)
{
    private readonly Queue<(MessageId Id, int Origin, int Credit)> _unconsumed = new();

    public SubscriptionProgress Progress { get; } = new(topic, maxProducers: 10_000, resumeFrom);

    public List<RelayMessage> Messages { get; } = [];

    /// <summary>What was handed out, as the scripted relays name it.</summary>
    public IEnumerable<string> Texts => Messages.Select(message => Encoding.UTF8.GetString(message.Payload.Span));

    public int Confirmations { get; private set; }

    public SubscriptionEnd? End { get; private set; }

    public void Confirm() => Confirmations++;

    public void Take(in SessionEffect effect)
    {
        Assert.Null(End);
        Messages.Add(effect.Delivery);
        Progress.HandedOut();
        _unconsumed.Enqueue((effect.Delivery.Id, effect.Connection, effect.Credit));
    }

    public bool TryConsume(out int origin, out int credit)
    {
        var any = _unconsumed.TryDequeue(out var next);
        (origin, credit) = (next.Origin, next.Credit);
        if (any)
        {
            Progress.Taken(next.Id);
        }

        return any;
    }

    public void Finish(SubscriptionEnd end)
    {
        Assert.Null(End);
        End = end;
    }
}
