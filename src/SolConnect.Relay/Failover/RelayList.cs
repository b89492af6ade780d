namespace SolConnect.Relay.Failover;

/// <summary>
/// The relays that a transport knows, as the next session begins with them: those of its options until there are others.
/// </summary>
internal sealed class RelayList(IReadOnlyList<RelayEndpoint> relays)
{
    private volatile IReadOnlyList<RelayEndpoint> _current = relays;

    public IReadOnlyList<RelayEndpoint> Current
    {
        get => _current;
        set => _current = value;
    }

    public bool Names(string relayId) => Current.Any(relay => relay.Id == relayId);

    /// <summary>What happened between two lists: a relay at another address is removed and discovered.</summary>
    public static IEnumerable<RelayEndpoint> NotIn(
        IReadOnlyList<RelayEndpoint> relays, IReadOnlyList<RelayEndpoint> others) =>
        relays.Where(relay => !others.Any(other => other.Id == relay.Id && other.Url == relay.Url));
}
