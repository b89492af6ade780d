using System.Text.Json;
using System.Text.Json.Serialization;
using SolConnect.Relay.Simulation.Faults;

namespace SolConnect.Relay.Simulation.Running;

/// <summary>What all seeds of several runs came to, as a file that people can read.</summary>
internal sealed record Tally
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Seeds run without a hole from here.</summary>
    public ulong FirstSeed { get; init; }

    public int Seeds { get; init; }

    public double Seconds { get; init; }

    public long Events { get; init; }

    public long Messages { get; init; }

    public long Deliveries { get; init; }

    public long Gaps { get; init; }

    public long Resumes { get; init; }

    public long DuplicatesDropped { get; init; }

    public IReadOnlyList<ulong> FailedSeeds { get; init; } = [];

    public IReadOnlyDictionary<FaultKind, long> Faults { get; init; } = new Dictionary<FaultKind, long>();

    /// <summary>Kinds of fault that were never active together.</summary>
    public IReadOnlyList<FaultKind[]> MissingPairs { get; init; } = [];

    public static Tally Of(Totals totals, ulong firstSeed) => new()
    {
        FirstSeed = firstSeed,
        Seeds = totals.Seeds,
        Seconds = Math.Round(totals.Elapsed.TotalSeconds, 1),
        Events = totals.Events,
        Messages = totals.Messages,
        Deliveries = totals.Deliveries,
        Gaps = totals.Gaps,
        Resumes = totals.Resumes,
        DuplicatesDropped = totals.DuplicatesDropped,
        FailedSeeds = totals.FailedSeeds,
        Faults = Enum.GetValues<FaultKind>().ToDictionary(kind => kind, kind => totals.Faults[(int)kind]),
        MissingPairs = [.. totals.FaultPairs.Missing().Select(pair => new[] { pair.First, pair.Second })],
    };

    /// <summary>An empty one where there is no file yet.</summary>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static Tally Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Tally>(File.ReadAllText(path), Format) ?? new() : new();
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"'{path}' is not a tally that this program has written: {error.Message} Name another file, or delete this one.", error);
        }
    }

    /// <summary>Whoever is interrupted finds the file as it was or as it is to be.</summary>
    public void Write(string path)
    {
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(this, Format) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }
}
