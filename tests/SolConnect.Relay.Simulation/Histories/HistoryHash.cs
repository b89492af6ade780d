namespace SolConnect.Relay.Simulation.Histories;

/// <summary>One number for a whole history: two runs of one seed must agree on it.</summary>
internal static class HistoryHash
{
    private const ulong Prime = 0x100000001B3;

    public static ulong Of(IReadOnlyList<HistoryEvent> events)
    {
        var hash = 0xCBF29CE484222325;
        for (var index = 0; index < events.Count; index++)
        {
            var line = events[index];
            hash = Mix(hash, (ulong)line.Kind | ((ulong)line.Code << 8) | ((ulong)line.Acks << 32) | ((ulong)line.Status << 48));
            hash = Mix(hash, (ulong)line.At.Ticks);
            hash = Mix(hash, (uint)line.Client | ((ulong)(uint)line.Topic << 32));
            hash = Mix(hash, (uint)line.Message | ((ulong)(uint)line.Subscription << 32));
            hash = Mix(hash, (uint)line.Relay | ((ulong)(uint)line.Log << 32));
            hash = Mix(hash, line.Payload);
            hash = Mix(hash, (ulong)line.Sequence);
            hash = Mix(hash, (ulong)line.Last);
        }

        return hash;
    }

    private static ulong Mix(ulong hash, ulong value)
    {
        hash = (hash ^ value) * Prime;
        return hash ^ (hash >> 29);
    }
}
