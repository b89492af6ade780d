using SolConnect.Relay.Simulation.Checking;

namespace SolConnect.Relay.Simulation.Histories;

/// <summary>Picks the lines of a history that belong to a violation.</summary>
internal static class HistoryExcerpt
{
    private const int MostLines = 40;

    public static IEnumerable<HistoryEvent> For(Violation violation, IReadOnlyList<HistoryEvent> history)
    {
        var sequence = SequenceOf(violation.Message, history);
        return history
            .Take(violation.Index == int.MaxValue ? history.Count : violation.Index + 1)
            .Where(line => Belongs(line, violation, sequence))
            .TakeLast(MostLines);
    }

    private static bool Belongs(in HistoryEvent line, Violation violation, long sequence) => line.Kind switch
    {
        HistoryKind.Published or HistoryKind.CancelAsked or HistoryKind.Settled or HistoryKind.Released =>
            line.Message == violation.Message || (violation.Message < 0 && line.Client == violation.Client),
        HistoryKind.SubscribeAsked or HistoryKind.Subscribed or HistoryKind.UnsubscribeAsked
            or HistoryKind.SubscriptionEnded or HistoryKind.Stored => line.Subscription == violation.Subscription,
        HistoryKind.Delivered or HistoryKind.Gap =>
            line.Subscription == violation.Subscription && line.Client == violation.Client && IsNear(line, sequence),
        HistoryKind.RelaySaw or HistoryKind.RelayRejected or HistoryKind.RelaySawSettled or HistoryKind.RelayAcked =>
            line.Client == violation.Client && line.Topic == violation.Topic && IsNear(line, sequence),
        HistoryKind.RelayOpened or HistoryKind.RelayLost => true,
        HistoryKind.Peak => line.Code >= 0 && line.Sequence > line.Last,
        _ => true,
    };

    // The message itself and its neighbours: the line before and after often tells why.
    private static bool IsNear(in HistoryEvent line, long sequence) =>
        sequence == 0
        || (line.Kind is HistoryKind.RelayAcked ? line.Last >= sequence - 1 && line.Last <= sequence + 1
            : line.Sequence <= sequence + 1 && Math.Max(line.Last, line.Sequence) >= sequence - 1);

    private static long SequenceOf(int message, IReadOnlyList<HistoryEvent> history)
    {
        if (message < 0)
        {
            return 0;
        }

        var payload = history.FirstOrDefault(line => line.Kind == HistoryKind.Published && line.Message == message).Payload;
        return history.FirstOrDefault(line => line.Kind == HistoryKind.RelaySaw && line.Payload == payload).Sequence;
    }
}
