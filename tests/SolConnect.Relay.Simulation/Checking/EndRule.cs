using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>A subscription is confirmed at most once, ends once, and is silent before and after; so is a stopped client.</summary>
internal sealed class EndRule : IHistoryRule
{
    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind is HistoryKind.Settled or HistoryKind.Released or HistoryKind.Drained or HistoryKind.Stopped
            && known.Clients[line.Client].HasStopped)
        {
            Break(verdict, known, line, $"Client {line.Client} has stopped, and then: {HistoryText.Of(line)}.");
        }

        if (line.Kind is not (HistoryKind.Subscribed or HistoryKind.Delivered or HistoryKind.Gap or HistoryKind.SubscriptionEnded))
        {
            return;
        }

        var subscription = known.Subscriptions[line.Subscription];
        var wrong = line.Kind switch
        {
            _ when subscription.HasEnded => "had ended",
            _ when known.Clients[subscription.Client].HasStopped => "belongs to a client that had stopped",
            HistoryKind.Subscribed when subscription.SubscribedIndex >= 0 => "was confirmed already",
            HistoryKind.Delivered or HistoryKind.Gap when subscription.SubscribedIndex < 0 => "was not confirmed yet",
            _ => null,
        };
        if (wrong is not null)
        {
            Break(verdict, known, line, $"Subscription {line.Subscription} {wrong}, and then: {HistoryText.Of(line)}.");
        }
    }

    public void Conclude(Replay known, Verdict verdict)
    {
        foreach (var subscription in known.Subscriptions)
        {
            if (!subscription.HasEnded)
            {
                verdict.Stream(
                    Promise.NothingAfterTheEnd, known, subscription, -1,
                    $"Subscription {subscription.Number} never ended, not even when its client stopped.");
            }
        }
    }

    private static void Break(Verdict verdict, Replay known, in HistoryEvent line, string what) =>
        verdict.Add(new(Promise.NothingAfterTheEnd, what)
        {
            Index = known.Index,
            Client = line.Client,
            Topic = line.Topic,
            Message = line.Message,
            Subscription = line.Subscription,
        });
}
