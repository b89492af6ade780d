using SolConnect.Relay.Simulation.Engine;

namespace SolConnect.Relay.Simulation.Selection;

/// <summary>One relay as a process of load, acknowledgement times and outages; the same for every strategy.</summary>
internal sealed class RelayModel
{
    private const double Saturated = 0.95;

    private readonly List<Outage> _outages = [];
    private readonly double _service;
    private readonly double _background;
    private readonly double _busyHour;
    private int _nextOutage;

    /// <param name="isFlaky">Fails about once an hour for a minute; others about twice a day for ten.</param>
    public RelayModel(RelayEndpoint endpoint, bool isFlaky, SimRandom random)
    {
        (Endpoint, IsFlaky) = (endpoint, isFlaky);
        Capacity = random.Between(20, 60);
        _service = 0.3 + (0.7 * random.Fraction());
        _background = 0.1 + (0.2 * random.Fraction());
        _busyHour = 24 * random.Fraction();
        var (between, shortest, longest) = isFlaky ? (3600, 30, 90) : (43_200, 300, 1200);
        for (var at = Exponential(random, between); at < SelectionDay.Seconds; at += Exponential(random, between))
        {
            var last = at + random.Between(shortest, longest);
            _outages.Add(new(at, last, IsSilent: random.Chance(0.5)));
            at = last;
        }
    }

    public RelayEndpoint Endpoint { get; }

    public bool IsFlaky { get; }

    /// <summary>Clients of this fleet that it could hold if nobody else used it.</summary>
    public int Capacity { get; }

    /// <summary>Whether it acknowledges ever more slowly in the second part of the day. Pings do not show it.</summary>
    public bool Degrades { get; set; }

    /// <summary>Whether it is out at the moment, and if so how.</summary>
    public Outage? Out { get; private set; }

    /// <summary>Part of its capacity that is used, from 0 to 1.</summary>
    public double Load { get; private set; }

    /// <summary>Milliseconds that the relay itself adds to every answer.</summary>
    public double Queueing { get; private set; }

    /// <summary>Milliseconds that it adds to an acknowledgement beyond that.</summary>
    public double Slowness { get; private set; }

    public void Advance(int second, int clients)
    {
        while (_nextOutage < _outages.Count && _outages[_nextOutage].Last < second)
            _nextOutage++;
        Out = _nextOutage < _outages.Count && _outages[_nextOutage].First <= second ? _outages[_nextOutage] : null;

        var busy = 1 + (0.6 * Math.Cos(2 * Math.PI * ((second / 3600.0) - _busyHour) / 24));
        Load = Math.Min(1, (_background * busy) + ((double)clients / Capacity));
        Queueing = _service / (1 - Math.Min(Load, Saturated));
        Slowness = Degrades ? SelectionDay.Slowness(second) : 0;
    }

    private static int Exponential(SimRandom random, int mean) => (int)(mean * -Math.Log(1 - random.Fraction()));

    /// <summary>From one second to another; silent: nothing tells the client but the missing answer.</summary>
    internal sealed record Outage(int First, int Last, bool IsSilent);
}
