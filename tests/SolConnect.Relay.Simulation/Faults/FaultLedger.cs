using SolConnect.Relay.Simulation.Nodes;

namespace SolConnect.Relay.Simulation.Faults;

/// <summary>Which faults there were: counted for the report, and written down in the history.</summary>
internal sealed class FaultLedger(World world)
{
    /// <summary>How many faults of each kind there were.</summary>
    public int[] Counts { get; } = new int[Enum.GetValues<FaultKind>().Length];

    /// <summary>Which kinds were active together.</summary>
    public FaultPairs Pairs { get; } = new();

    public void Count(FaultKind kind)
    {
        Counts[(int)kind]++;
        Pairs.Note(kind, world.Time.Now, world.Time.Now);
    }

    /// <summary>A fault lasts until then.</summary>
    /// <param name="client">Whom it concerns; −1 for all.</param>
    /// <param name="relay">Likewise.</param>
    public void Note(FaultKind kind, int client, int relay, Instant until)
    {
        Pairs.Note(kind, world.Time.Now, until);
        world.History.Fault((int)kind, client, relay, until);
    }
}
