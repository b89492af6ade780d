using SolConnect.Relay.Benchmarks.Commands;

namespace SolConnect.Relay.Benchmarks.Soak;

/// <summary>What the user asked for.</summary>
internal sealed record SoakCommandLine
{
    public const string Usage = """
        Runs many transports for a long time while relays die, stop and leave at random and transports come and go, and
        writes down whether every message came, and whether memory, sockets and threads stay.

        Usage: soak [options]

          --minutes N      How long, after a minute to warm up. Default 10, from 1 to 10,000.
          --transports N   How many at once. Default 200, from 2 to 2,000.
          --output FILE    Where the report goes. Default docs/benchmarks/soak.md.
          --help           This text.

        Exit code: 0 when nothing was lost, doubled or out of order and nothing was left over, otherwise 1.
        """;

    public TimeSpan Duration { get; private init; } = TimeSpan.FromMinutes(10);

    public int Transports { get; private init; } = 200;

    public string Output { get; private init; } = "docs/benchmarks/soak.md";

    public bool WantsHelp { get; private init; }

    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static SoakCommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new SoakCommandLine();
        var reader = new ArgumentReader(arguments);
        while (reader.Option() is { } option)
        {
            line = option switch
            {
                "--minutes" => line with { Duration = TimeSpan.FromMinutes(reader.Number(1, 10_000)) },
                "--transports" => line with { Transports = reader.Number(2, 2_000) },
                "--output" => line with { Output = reader.Value() },
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                var unknown => throw new FormatException($"'{unknown}' is no option of this verb."),
            };
        }

        return line;
    }
}
