namespace SolConnect.Relay.Simulation.Running;

/// <summary>What all seeds so far came to. Not thread-safe.</summary>
internal sealed class Totals
{
    private readonly List<ulong> _failedSeeds = [];

    public int Seeds { get; private set; }

    public long Events { get; private set; }

    public long Messages { get; private set; }

    public long Deliveries { get; private set; }

    public long Gaps { get; private set; }

    public long Resumes { get; private set; }

    public long DuplicatesDropped { get; private set; }

    public long[] Faults { get; } = new long[Enum.GetValues<Faults.FaultKind>().Length];

    public Faults.FaultPairs FaultPairs { get; } = new();

    public IReadOnlyList<ulong> FailedSeeds => _failedSeeds;

    public void Add(SeedResult result)
    {
        Seeds++;
        Events += result.Events;
        Messages += result.Messages;
        Deliveries += result.Deliveries;
        Gaps += result.Gaps;
        Resumes += result.Resumes;
        DuplicatesDropped += result.DuplicatesDropped;
        if (result.FaultPairs is { } pairs)
        {
            FaultPairs.Add(pairs);
        }

        for (var kind = 0; kind < result.Faults.Count; kind++)
        {
            Faults[kind] += result.Faults[kind];
        }

        if (result.Violations.Count > 0)
        {
            _failedSeeds.Add(result.Seed);
        }
    }
}
