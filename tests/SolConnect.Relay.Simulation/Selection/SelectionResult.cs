using SolConnect.Relay.Simulation.FalseAlarms.Measuring;

namespace SolConnect.Relay.Simulation.Selection;

/// <summary>What a day came to under one strategy, before and after a relay began to grow slow.</summary>
internal sealed class SelectionResult
{
    private readonly long[] _messages = new long[SelectionWorld.Relays];
    private readonly LatencyTally _latencies = new();
    private readonly SelectionPhase[] _learning;
    private readonly SelectionPhase[] _steady;
    private readonly SelectionPhase[] _degraded;

    public SelectionResult(string strategy) =>
        (Strategy, _learning, _steady, _degraded) = (strategy, [Day], [Day, Steady], [Day, Degraded, Nearby]);

    public string Strategy { get; }

    /// <summary>After learning, while every relay is as it was.</summary>
    public SelectionPhase Steady { get; } = new(_ => true);

    /// <summary>While one relay degrades.</summary>
    public SelectionPhase Degraded { get; } = new(_ => true);

    /// <summary>The same, of the clients for whom the slow relay was the nearest.</summary>
    public SelectionPhase Nearby { get; } = new(client => SelectionWorld.RegionOf(client) == SelectionWorld.Region);

    /// <summary>The whole day.</summary>
    public SelectionPhase Day { get; } = new(_ => true);

    public long Failovers { get; private set; }

    public long Switchovers { get; private set; }

    public TimeSpan Late => _latencies.Quantile(0.99);

    public void Sent(int second, int client, int relay, double latency)
    {
        if (relay >= 0)
            _messages[relay]++;
        _latencies.Add(TimeSpan.FromMilliseconds(latency));
        foreach (var phase in PhasesAt(second))
            phase.Sent(client, latency);
    }

    public void Could(int second, int client, int relay, double? latency)
    {
        foreach (var phase in PhasesAt(second))
            phase.Could(client, relay, latency);
    }

    public void Moved(long failovers, long switchovers)
    {
        Failovers += failovers;
        Switchovers += switchovers;
    }

    /// <summary>Part of all messages that one relay got.</summary>
    public double Share(int relay) => (double)_messages[relay] / _messages.Sum();

    private SelectionPhase[] PhasesAt(int second) => second switch
    {
        < SelectionDay.Learned => _learning,
        < SelectionDay.SlowFrom => _steady,
        _ => _degraded,
    };
}
