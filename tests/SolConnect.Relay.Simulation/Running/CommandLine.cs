using System.Globalization;

namespace SolConnect.Relay.Simulation.Running;

/// <summary>What the program was asked to do.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Runs seeded worlds of clients, relays and faults in virtual time and checks what every observer saw.

          --seeds N     how many seeds to run (default 1000; with --seed alone, 1)
          --seed S      the first seed (default: drawn anew)
          --threads T   how many seeds run side by side (default: one per core)
          --failures F  stop after so many seeds that broke a promise (default 25)
          --tally FILE  keep the sums in FILE, and go on where it ended: --seeds counts those in it (from seed 1)
          --planted-bugs
                        instead: build copies of the code with one known bug each, and find each with at most N seeds
          --bug NAME    of the planted bugs, only those whose name holds this
          --false-alarms
                        instead: let healthy relays be used over seven links for a day, and count false failovers
          --selection   instead: let every strategy choose among 20 relays for a day, and compare what messages took
          --days N      how many days on each link (default 1)
          --trace       print the whole history of each seed that runs; meant for one seed

        Exit code: 0 when every promise held, 1 when one was broken, 2 when the arguments make no sense.
        """;

    public required ulong FirstSeed { get; init; }

    public required int Seeds { get; init; }

    public required int Threads { get; init; }

    public required bool Trace { get; init; }

    /// <summary>A defect breaks promises in thousands of seeds; after this many, nobody reads on.</summary>
    public required int MostFailures { get; init; }

    /// <summary>Where the sums of this run and those before it are kept; <c>null</c>: nowhere.</summary>
    public required string? Tally { get; init; }

    public required bool PlantedBugs { get; init; }

    /// <summary>What the names of the planted bugs to hunt hold; empty for all.</summary>
    public required string Bug { get; init; }

    public required bool FalseAlarms { get; init; }

    public required bool Selection { get; init; }

    /// <summary>Days on each link, where false alarms are counted.</summary>
    public required int Days { get; init; }

    /// <param name="freshSeed">Where to start when no seed is given.</param>
    /// <returns><c>null</c>, with what is wrong in <paramref name="error"/>, when the arguments make no sense.</returns>
    public static CommandLine? Parse(IReadOnlyList<string> arguments, ulong freshSeed, out string error)
    {
        ulong? seed = null;
        int? seeds = null;
        var threads = Environment.ProcessorCount;
        var failures = 25;
        var (trace, plantedBugs, falseAlarms, selection, bug) = (false, false, false, false, "");
        var days = 1;
        string? tally = null;
        error = "";
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            var value = index + 1 < arguments.Count ? arguments[index + 1] : "";
            switch (name)
            {
                case "--trace":
                    trace = true;
                    continue;
                case "--planted-bugs":
                    plantedBugs = true;
                    continue;
                case "--false-alarms":
                    falseAlarms = true;
                    continue;
                case "--selection":
                    selection = true;
                    continue;
                case "--bug" when value.Length > 0:
                    (plantedBugs, bug) = (true, value);
                    break;
                case "--days" when TryCount(value, 10_000, out var count):
                    days = count;
                    break;
                case "--tally" when value.Length > 0:
                    tally = value;
                    break;
                case "--failures" when TryCount(value, int.MaxValue, out var count):
                    failures = count;
                    break;
                case "--seed" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var first):
                    seed = first;
                    break;
                case "--seeds" when TryCount(value, 100_000_000, out var count):
                    seeds = count;
                    break;
                case "--threads" when TryCount(value, 1024, out var count):
                    threads = count;
                    break;
                default:
                    error = name is "--seed" or "--seeds" or "--threads" or "--failures" or "--days"
                        ? $"'{name}' needs a number, not '{value}'."
                        : $"'{name}' is not an option of this program.";
                    return null;
            }

            index++;
        }

        return new()
        {
            FirstSeed = seed ?? (plantedBugs || falseAlarms || selection || tally is not null ? 1 : freshSeed),
            Seeds = seeds ?? (plantedBugs ? 5000 : seed is null ? 1000 : 1),
            Threads = trace ? 1 : threads,
            Trace = trace,
            MostFailures = failures,
            Tally = tally,
            PlantedBugs = plantedBugs,
            Bug = bug,
            FalseAlarms = falseAlarms,
            Selection = selection,
            Days = days,
        };
    }

    private static bool TryCount(string text, int most, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= most;
}
