namespace SolConnect.Relay.Discovery;

/// <summary>Makes one list of what the options and the directories say. Pure.</summary>
internal static class RelayMerge
{
    /// <summary>
    /// By id, and whoever comes first wins: the configured relays, then the directories in their order. Those of
    /// directories stand in the order of their ids, so that a directory which shuffles its answers changes nothing. What
    /// exceeds <paramref name="room"/> is left out, the same for every client.
    /// </summary>
    /// <param name="lists">The last good list of each directory.</param>
    /// <param name="room">Discovered relays at most.</param>
    /// <param name="omitted">How many were left out.</param>
    public static List<RelayEndpoint> Merge(
        IReadOnlyList<RelayEndpoint> configured, IEnumerable<IReadOnlyList<RelayEndpoint>> lists, int room, out int omitted)
    {
        var merged = new List<RelayEndpoint>(configured);
        var known = configured.Select(relay => relay.Id).ToHashSet(StringComparer.Ordinal);
        var discovered = lists
            .SelectMany(list => list.OrderBy(relay => relay.Id, StringComparer.Ordinal))
            .Where(relay => known.Add(relay.Id))
            .ToList();
        omitted = Math.Max(0, discovered.Count - room);
        merged.AddRange(discovered.Take(room).OrderBy(relay => relay.Id, StringComparer.Ordinal));
        return merged;
    }
}
