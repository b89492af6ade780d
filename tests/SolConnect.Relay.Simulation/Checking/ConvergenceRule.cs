using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Simulation.Histories;

namespace SolConnect.Relay.Simulation.Checking;

/// <summary>
/// At the checkpoint, after all faults have healed and the time to converge is over: every client that was not stopped is
/// connected, its sends have ended and its subscriptions are confirmed. Drain and stop are answered.
/// </summary>
internal sealed class ConvergenceRule : IHistoryRule
{
    public void See(in HistoryEvent line, Replay known, Verdict verdict)
    {
        if (line.Kind == HistoryKind.StateSeen && !known.Clients[line.Client].StopAsked
            && (TransportState)line.Code != TransportState.Connected
            && !((TransportState)line.Code == TransportState.Degraded && known.Clients[line.Client].Terms.IsForbiddenSomewhere))
        {
            Break(verdict, known, line.Client, $"Client {line.Client} is {(TransportState)line.Code} although every relay is up.");
        }

        if (line.Kind == HistoryKind.RelayLeft && !known.Clients[line.Client].StopAsked
            && !known.Clients[line.Client].Sets.MayLeave(line.Relay, line.At))
        {
            Break(verdict, known, line.Client, $"Client {line.Client} left relay {line.Relay} before its time.");
        }

        if (line.Kind == HistoryKind.Checkpoint)
        {
            CheckSends(known, verdict);
            CheckRelays(line, known, verdict);
            CheckSubscriptions(known, verdict);
        }

        if (line.Kind == HistoryKind.SubscriptionEnded && (SubscriptionEndKind)line.Code is SubscriptionEndKind.Refused
            or SubscriptionEndKind.Faulted)
        {
            Break(
                verdict, known, known.Subscriptions[line.Subscription].Client,
                $"Subscription {line.Subscription} ended as {(SubscriptionEndKind)line.Code}, and no relay refuses anything here.");
        }
    }

    public void Conclude(Replay known, Verdict verdict)
    {
        for (var client = 0; client < known.Clients.Count; client++)
        {
            var facts = known.Clients[client];
            if (facts is { DrainAsked: true, HasDrained: false, StopAsked: false } or { StopAsked: true, HasStopped: false })
            {
                var what = facts.StopAsked ? "stop" : "drain";
                Break(verdict, known, client, $"Client {client} was asked to {what} and never said that it had.");
            }
        }
    }

    private static void CheckSends(Replay known, Verdict verdict)
    {
        foreach (var message in known.Messages)
        {
            if (!message.IsSettled)
            {
                verdict.Message(
                    Promise.Convergence, known, message,
                    $"Message {message.Number} has no outcome although every relay is up.");
            }
        }
    }

    private static void CheckRelays(in HistoryEvent line, Replay known, Verdict verdict)
    {
        for (var client = 0; client < known.Clients.Count; client++)
        {
            var facts = known.Clients[client];
            if (!facts.StopAsked && (facts.OpenRelays & ~facts.Sets.ReadAt(line.At)) != 0)
            {
                Break(verdict, known, client, $"Client {client} is still connected to a relay that its list does not lead to any more.");
            }
        }
    }

    private static void CheckSubscriptions(Replay known, Verdict verdict)
    {
        foreach (var subscription in known.Subscriptions)
        {
            if (subscription is { SubscribedIndex: < 0, WasGivenUp: false, HasEnded: false }
                && !known.Clients[subscription.Client].StopAsked)
            {
                verdict.Stream(
                    Promise.Convergence, known, subscription, -1,
                    $"Subscription {subscription.Number} is not confirmed although every relay is up.");
            }
        }
    }

    private static void Break(Verdict verdict, Replay known, int client, string what) =>
        verdict.Add(new(Promise.Convergence, what) { Index = known.Index, Client = client });
}
