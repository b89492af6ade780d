using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>What a subscription gets was published like that, comes once, and comes in the producer's order.</summary>
internal sealed class DeliveryRule : IHistoryRule
{
    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind != HistoryKind.Delivered)
        {
            return;
        }

        var subscription = known.Subscriptions[line.Subscription];
        if (known.ByPayload(line.Payload) is not { } message)
        {
            verdict.Stream(
                Promise.NoPhantom, known, subscription, line.Client,
                $"Subscription {line.Subscription} got a payload that nobody published, as client {line.Client} "
                + $"#{line.Sequence}.");
            return;
        }

        if (Judge(line, message, subscription, known) is var (promise, what))
        {
            verdict.Message(
                promise, known, message, subscription,
                $"Subscription {line.Subscription} got message {message.Number} (client {message.Client} topic "
                + $"{message.Topic} #{line.Sequence}) {what}.");
        }
    }

    private static (Promise Promise, string What)? Judge(
        in HistoryEvent line, MessageFacts message, SubscriptionFacts subscription, Replay known)
    {
        if (message.Client != line.Client || message.Topic != line.Topic || subscription.Topic != line.Topic)
        {
            return (Promise.NoPhantom, $"as client {line.Client} topic {line.Topic}");
        }

        if (!known.IsIdOf(message, line.Sequence))
        {
            return (Promise.NoPhantom, "under an id that is not its own");
        }

        if (subscription.WasDelivered(message))
        {
            return (Promise.AtMostOnce, "again");
        }

        var producer = subscription.From(line.Client);
        if (line.Sequence <= producer.LastSequence)
        {
            return (Promise.Order, $"after #{producer.LastSequence}");
        }

        if (message.PublishedIndex < producer.LastPublishedIndex)
        {
            return (Promise.Order, "after one that was published later");
        }

        if (producer.IsCovered(line.Sequence))
        {
            return (Promise.NoFalseGap, "after it was reported as lost");
        }

        return null;
    }
}
