namespace SolConnect.Relay.Simulation.Selection;

/// <summary>Some hours of a day: what messages took, and what they would have taken through each relay.</summary>
internal sealed class SelectionPhase(Func<int, bool> counts)
{
    // A relay that was out for longer is nobody's best in hindsight.
    private const double LeastUp = 0.8;

    private readonly double[] _sums = new double[SelectionWorld.Clients];
    private readonly long[] _messages = new long[SelectionWorld.Clients];
    private readonly double[,] _couldSums = new double[SelectionWorld.Clients, SelectionWorld.Relays];
    private readonly long[,] _couldCounts = new long[SelectionWorld.Clients, SelectionWorld.Relays];
    private readonly long[] _looks = new long[SelectionWorld.Clients];

    /// <summary>Milliseconds from a message to its acknowledgement, failovers included: the mean over clients.</summary>
    public double Mean => Clients.Average(client => _sums[client] / _messages[client]);

    /// <summary>
    /// The same for the one relay that would have been best for each client, had it been known and never out: what it took
    /// while it was up, without failovers.
    /// </summary>
    public double BestInHindsight => Clients.Average(BestOf);

    /// <summary>How much worse than that, as a fraction.</summary>
    public double Regret => (Mean / BestInHindsight) - 1;

    private IEnumerable<int> Clients => Enumerable.Range(0, SelectionWorld.Clients).Where(counts);

    public void Sent(int client, double latency)
    {
        _sums[client] += latency;
        _messages[client]++;
    }

    public void Could(int client, int relay, double? latency)
    {
        _looks[client] += relay == 0 ? 1 : 0;
        if (latency is { } took)
        {
            _couldSums[client, relay] += took;
            _couldCounts[client, relay]++;
        }
    }

    private double BestOf(int client) => Enumerable.Range(0, SelectionWorld.Relays)
        .Where(relay => _couldCounts[client, relay] >= LeastUp * _looks[client])
        .Min(relay => _couldSums[client, relay] / _couldCounts[client, relay]);
}
