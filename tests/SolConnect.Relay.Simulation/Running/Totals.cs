namespace SolConnect.Relay.Simulation.Running;

/// <summary>What all seeds so far came to. Not thread-safe.</summary>
internal sealed class Totals
{
    private readonly List<ulong> _failedSeeds = [];

    /// <summary>How long the seeds took, where chunks of them are counted together.</summary>
    public TimeSpan Elapsed { get; set; }

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

    /// <summary>Goes on from what was kept of earlier runs.</summary>
    public static Totals From(Tally tally)
    {
        var totals = new Totals
        {
            Elapsed = TimeSpan.FromSeconds(tally.Seconds),
            Seeds = tally.Seeds,
            Events = tally.Events,
            Messages = tally.Messages,
            Deliveries = tally.Deliveries,
            Gaps = tally.Gaps,
            Resumes = tally.Resumes,
            DuplicatesDropped = tally.DuplicatesDropped,
        };
        totals._failedSeeds.AddRange(tally.FailedSeeds);
        foreach (var (kind, count) in tally.Faults)
        {
            totals.Faults[(int)kind] = count;
        }

        if (tally.Seeds > 0)
        {
            totals.FaultPairs.AddAllBut(tally.MissingPairs.Select(pair => (pair[0], pair[1])));
        }

        return totals;
    }

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
