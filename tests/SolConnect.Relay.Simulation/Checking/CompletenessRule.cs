using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// No silent loss: at the checkpoint, every receipted message that a live subscription is owed was handed to it or is
/// covered by a gap that it reported.
/// </summary>
/// <remarks>
/// Owed is what was published after the subscription, or the first one that it goes on from, was confirmed, and, with
/// <see cref="SubscriptionStart.Earliest"/>, what a surviving log had confirmed before and surely still keeps. While
/// its producer lives nothing excuses silence, not even the loss of every log: the producer's marks tell what existed.
/// When the producer has stopped, some log that confirmed the message has to have survived, of a relay that the subscriber
/// reads or has read to its end; otherwise nobody is left who could know.
/// </remarks>
internal sealed class CompletenessRule : IHistoryRule
{
    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind != HistoryKind.Checkpoint)
        {
            return;
        }

        foreach (var subscription in known.Subscriptions)
        {
            if (!subscription.IsLive)
            {
                continue;
            }

            foreach (var message in known.Messages)
            {
                if (message.IsReceipted && message.Topic == subscription.Topic && !IsAccountedFor(message, subscription)
                    && IsOwed(message, subscription, known, line.At))
                {
                    verdict.Message(
                        Promise.NoSilentLoss, known, message, subscription,
                        $"Message {message.Number} (client {message.Client} topic {message.Topic} #{message.Sequence}) has its "
                        + $"receipt, and subscription {subscription.Number} neither got it nor reported it as lost.");
                }
            }
        }
    }

    private static bool IsAccountedFor(MessageFacts message, SubscriptionFacts subscription) =>
        subscription.WasDelivered(message) || subscription.From(message.Client).IsCovered(message.Sequence);

    private static bool IsOwed(MessageFacts message, SubscriptionFacts subscription, Replay known, Instant now)
    {
        var client = known.Clients[subscription.Client];
        bool CanTell(LogFacts log) => log.IsAlive && log.Confirmed(message)
            && client.Reaches(log.Relay, log.ConfirmedAt(message), subscription.SubscribedAt, now);
        if (message.PublishedIndex > subscription.OwedSince)
        {
            return !known.Clients[message.Client].StopAsked || known.Logs.Any(CanTell);
        }

        return subscription.Start == SubscriptionStart.Earliest
            && known.Logs.Any(log => log.SurelyHolds(message, known.Terms.Retention) && CanTell(log));
    }
}
