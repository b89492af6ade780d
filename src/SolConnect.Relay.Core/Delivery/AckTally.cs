using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Core.Delivery;

/// <summary>
/// Counts how far distinct logs have acknowledged a topic. Acks are cumulative, so "acknowledged by k logs" is always a
/// prefix: it ends at the k-th highest ack.
/// </summary>
internal static class AckTally
{
    private const int MaxRelays = RelayRoster.MaxNodes;

    /// <summary>The highest sequence that at least <paramref name="required"/> distinct logs acknowledged; 0 for none.</summary>
    public static long Through(TopicOutbox topic, RelayNode[] set, int required, bool trustedOnly)
    {
        Span<long> acked = stackalloc long[MaxRelays];
        var logs = Collect(topic, set, trustedOnly, acked);
        if (required < 1 || logs < required)
        {
            return 0;
        }

        acked = acked[..logs];
        acked.Sort();
        return acked[logs - required];
    }

    /// <summary>
    /// How many distinct logs acknowledged one sequence, the weakest durability among them, and through which sequence
    /// that holds as well: acks are prefixes, so a run of messages shares one answer.
    /// </summary>
    public static (int Logs, Durability Weakest, long Through) Of(TopicOutbox topic, RelayNode[] set, long sequence)
    {
        var (logs, through) = (0, long.MaxValue);
        var weakest = Durability.Persisted;
        for (var index = 0; index < set.Length; index++)
        {
            if (AckedOn(topic, set[index]) >= sequence && IsFirstOfItsLog(topic, set, index, sequence))
            {
                logs++;
                through = Math.Min(through, AckedOn(topic, set[index]));
                weakest = (Durability)Math.Min((int)weakest, (int)set[index].Durability);
            }
        }

        return (logs, weakest, through);
    }

    private static int Collect(TopicOutbox topic, RelayNode[] set, bool trustedOnly, Span<long> acked)
    {
        var logs = 0;
        Span<int> owners = stackalloc int[MaxRelays];
        for (var index = 0; index < set.Length; index++)
        {
            if (trustedOnly && !set[index].IsTrusted)
            {
                continue;
            }

            var through = AckedOn(topic, set[index]);
            var known = 0;
            while (known < logs && set[owners[known]].Log != set[index].Log)
            {
                known++;
            }

            if (known == logs)
            {
                owners[logs] = index;
                acked[logs++] = through;
            }
            else
            {
                acked[known] = Math.Max(acked[known], through);
            }
        }

        return logs;
    }

    private static bool IsFirstOfItsLog(TopicOutbox topic, RelayNode[] set, int index, long sequence)
    {
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (set[earlier].Log == set[index].Log && AckedOn(topic, set[earlier]) >= sequence)
            {
                return false;
            }
        }

        return true;
    }

    // What a log acknowledged that its relay no longer has counts for nothing.
    private static long AckedOn(TopicOutbox topic, RelayNode relay) =>
        topic.Cursors[relay.Slot] is { } cursor && relay.HasLog && cursor.Log == relay.Log ? cursor.Acked : 0;
}
