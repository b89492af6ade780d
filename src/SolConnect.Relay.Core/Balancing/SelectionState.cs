namespace SolConnect.Relay;

/// <summary>
/// What selection remembers for one transport: what was seen of each relay, who leads, and what a strategy has prepared for
/// the snapshot at hand, so that strategies themselves stay without memory. Not thread-safe: one transport, one caller
/// at a time.
/// </summary>
/// <remarks>
/// The order of calls: <see cref="Observe"/> for each new snapshot, then any number of picks from exactly these candidates;
/// <see cref="Renew"/> before picks from others of the same moment. After a snapshot the first pick may take time in proportion
/// to the candidates, the others do not.
/// </remarks>
public sealed class SelectionState
{
    // Relays come and go in a long life. What is forgotten here is only learned again.
    private const int MostForgotten = 1024;

    private readonly Dictionary<string, RelayExperience> _records = new(StringComparer.Ordinal);
    private readonly ShortList _shortList = new();
    private readonly ShareTable _shares = new();
    private long _snapshots;

    /// <summary>
    /// Id of the relay that the last ranking put first; <c>null</c> before the first. Strategies that follow numbers stay
    /// with it while it is nearly as good as the best, because numbers tremble and a move is not free.
    /// </summary>
    public string? Leader { get; set; }

    /// <summary>For a strategy of your own: whatever it wants to find again at its next pick. Default <c>null</c>.</summary>
    public object? Custom { get; set; }

    /// <summary>Takes in what a new snapshot says about the relays. What was prepared for the last one is void.</summary>
    /// <param name="candidates">All of them, also those that cannot be chosen at the moment.</param>
    /// <param name="now">The moment of the snapshot on a monotonic clock with any origin.</param>
    public void Observe(ReadOnlySpan<RelayCandidate> candidates, TimeSpan now)
    {
        _snapshots++;
        var outcomes = 0.0;
        foreach (ref readonly var candidate in candidates)
        {
            if (!_records.TryGetValue(candidate.Endpoint.Id, out var record))
                _records.Add(candidate.Endpoint.Id, record = new());
            record.Observe(candidate, now);
            record.Snapshot = _snapshots;
            outcomes += record.Outcomes;
        }

        Outcomes = outcomes;

        if (_records.Count > candidates.Length + MostForgotten)
            Forget();
        Renew();
    }

    /// <summary>The next picks are from other candidates: what was prepared is void.</summary>
    public void Renew()
    {
        _shortList.Void();
        _shares.Void();
    }

    /// <summary>Discounted number of acknowledgement times seen, of all relays of the last snapshot.</summary>
    internal double Outcomes { get; private set; }

    internal ShortList ShortList => _shortList;

    internal ShareTable Shares => _shares;

    internal RelayExperience? Find(string relayId) => _records.GetValueOrDefault(relayId);

    private void Forget()
    {
        foreach (var (id, record) in _records)
        {
            if (record.Snapshot != _snapshots)
                _records.Remove(id);
        }
    }
}
