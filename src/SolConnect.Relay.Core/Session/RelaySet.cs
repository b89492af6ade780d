using System.Globalization;

namespace SolConnect.Relay.Core.Session;

/// <summary>
/// The relays on which producers and subscribers of a topic meet: the first 1 + <c>Standbys</c> of all known relays in
/// rendezvous order (Thaler and Ravishankar, 1998) of the affinity key. It depends on ids alone, never on health or
/// strategy, so that every client arrives at the same set without talking to the others.
/// </summary>
internal static class RelaySet
{
    public static RelayEndpoint[] Choose(IEnumerable<RelayEndpoint> relays, int standbys, string affinityKey) =>
    [
        .. relays
            .OrderByDescending(relay => Score(affinityKey, relay.Id))
            .ThenBy(relay => relay.Id, StringComparer.Ordinal)
            .Take(1 + standbys),
    ];

    /// <summary>What two clients must share to choose the same set; never 0, which stands for "not given" on the wire.</summary>
    public static ulong Hash(IEnumerable<RelayEndpoint> relays, int standbys, string affinityKey)
    {
        var hash = StableHash.Add(StableHash.Start, standbys.ToString(CultureInfo.InvariantCulture));
        hash = StableHash.Add(hash, affinityKey);
        foreach (var id in relays.Select(relay => relay.Id).Order(StringComparer.Ordinal))
        {
            hash = StableHash.Add(hash, id);
        }

        return Math.Max(1, StableHash.Finish(hash));
    }

    /// <summary>The relay with the highest comes first.</summary>
    public static ulong Score(string affinityKey, string relayId) =>
        StableHash.Finish(StableHash.Add(StableHash.Add(StableHash.Start, affinityKey), relayId));
}
