using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// A gap covers only what existed, was not handed out, was not reported before, and could not be had: no log that
/// confirmed a covered message was alive, untrimmed and within reach when the gap was reported.
/// </summary>
/// <remarks>
/// Within reach means: the relay held it for long enough to have told when it was asked
/// (<see cref="GapReason.Missing"/>: every relay was), or the subscriber was connected to the
/// relay, undisturbed, for longer than <c>HoldTime</c> (<see cref="GapReason.HoldTimeExpired"/>), or there was room to
/// wait (<see cref="GapReason.HoldBufferFull"/>). This is G1 for each message by itself: as long as one relay that
/// confirmed it survives, is not unreachable for longer than <c>HoldTime</c> and keeps it, no gap is allowed. A relay that the
/// subscriber's list has not named for so long that it may be left is out of reach, unless it was read to its end.
/// </remarks>
internal sealed class GapRule : IHistoryRule
{
    // How long an undisturbed relay may take for what a subscriber asked it: round trips, loops that run late.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind == HistoryKind.Delivered && known.IsKnownClient(line.Client))
        {
            CheckMarker(line, known, verdict);
        }

        if (line.Kind != HistoryKind.Gap)
        {
            return;
        }

        var subscription = known.Subscriptions[line.Subscription];
        var range = $"Subscription {line.Subscription} reported #{line.Sequence} to #{line.Last} of client {line.Client} as lost";
        if (!known.IsKnownClient(line.Client) || line.Sequence < 1 || line.Last < line.Sequence
            || (known.Terms.SeesRelays && line.Last > known.Stream(line.Client, subscription.Topic).Highest))
        {
            verdict.Stream(
                Promise.NoPhantom, known, subscription, line.Client, $"{range}, and no relay was ever told of #{line.Last}.");
            return;
        }

        if (subscription.From(line.Client).Overlaps(line.Sequence, line.Last))
        {
            verdict.Stream(Promise.NoFalseGap, known, subscription, line.Client, $"{range}, some of it for the second time.");
        }

        for (var sequence = line.Sequence; sequence <= line.Last; sequence++)
        {
            if (known.Stream(line.Client, subscription.Topic).At(sequence) is { } message)
            {
                CheckMessage(line, message, subscription, known, verdict);
            }
        }
    }

    private static void CheckMarker(in HistoryEvent line, Replay known, Verdict verdict)
    {
        var subscription = known.Subscriptions[line.Subscription];
        var isMarked = line.Acks == 1;
        if (isMarked != subscription.From(line.Client).HasOpenGap)
        {
            var what = isMarked ? "carries a gap that was not reported" : "does not carry the gap that was reported before it";
            verdict.Stream(
                Promise.NoSilentLoss, known, subscription, line.Client,
                $"Subscription {line.Subscription}: client {line.Client} #{line.Sequence} {what}.");
        }
    }

    private static void CheckMessage(
        in HistoryEvent line, MessageFacts message, SubscriptionFacts subscription, Replay known, Verdict verdict)
    {
        if (subscription.WasDelivered(message))
        {
            verdict.Message(
                Promise.NoFalseGap, known, message, subscription,
                $"Subscription {line.Subscription} reported message {message.Number} (#{message.Sequence}) as lost after it "
                + "had handed it out.");
            return;
        }

        // What was published before a subscription was confirmed is not owed to it, and what its producer abandoned has a
        // tombstone in its place. But where no log was ever lost, nobody may say that every relay lacks it.
        var isLossless = (GapReason)line.Code == GapReason.Missing && known.Logs.All(other => other.IsAlive);
        if (message.IsAbandoned || subscription.IsOwedAgain(message.Client, message.Sequence)
            || !(IsOwed(message, subscription) || isLossless))
        {
            return;
        }

        for (var index = 0; index < known.Logs.Count; index++)
        {
            var log = known.Logs[index];
            if (log.SurelyHolds(message, known.Terms.Retention) && IsWithinReach(line, log, message, subscription, known))
            {
                verdict.Message(
                    Promise.NoFalseGap, known, message, subscription,
                    $"Subscription {line.Subscription} reported message {message.Number} (client {message.Client} topic "
                    + $"{message.Topic} #{message.Sequence}) as lost ({(GapReason)line.Code}), and log {index} of relay "
                    + $"{log.Relay} held it within reach.");
                return;
            }
        }
    }

    private static bool IsOwed(MessageFacts message, SubscriptionFacts subscription) =>
        subscription.Start == SubscriptionStart.Earliest
        || (subscription.OwedSince >= 0 && message.PublishedIndex > subscription.OwedSince);

    private static bool IsWithinReach(
        in HistoryEvent line, LogFacts log, MessageFacts message, SubscriptionFacts subscription, Replay known)
    {
        var client = known.Clients[subscription.Client];
        if (!client.Reaches(log.Relay, log.ConfirmedAt(message), subscription.SubscribedAt, line.At))
        {
            return false;
        }

        switch ((GapReason)line.Code)
        {
            case GapReason.Missing:
                // A producer may have topped up the log after it was asked: what crosses the report is no false gap.
                return line.At - log.ConfirmedAt(message) > Grace;
            case GapReason.HoldBufferFull:
                return known.Messages.Count < client.Terms.HoldCapacity;
            case GapReason.HoldTimeExpired:
                var since = Instant.Later(client.OpenSince(log.Relay), client.DisturbedUntil(log.Relay));
                return since < line.At && line.At - since > client.Terms.HoldTime + Grace;
            default:
                return false;
        }
    }
}
