using SolConnect.Relay.Benchmarks.Commands;
using SolConnect.Relay.Benchmarks.Failover.Faults;

namespace SolConnect.Relay.Benchmarks.Failover;

/// <summary>What the user asked for.</summary>
internal sealed record FailoverCommandLine
{
    public const string Usage = """
        Breaks the relay in charge, again and again, in every way, while a message goes out every millisecond, and
        writes down how long that is felt.

        Usage: failover [options]

          --faults N       Faults of each kind. Default 20, from 1 to 1,000.
          --kinds A,B      Only these kinds. Default all: none, kill, reset, close, stop, blackhole-out, blackhole-in,
                           blackhole-both, slow, ack-loss.
          --output FILE    Where the report goes. Default docs/benchmarks/failover.md.
          --quick          Two faults of each kind and no report unless --output names one: shows that it works.
          --help           This text.
        """;

    private const string DefaultOutput = "docs/benchmarks/failover.md";

    public int Faults { get; private init; } = 20;

    public IReadOnlyList<RelayFault> Kinds { get; private init; } = FaultKinds.All;

    /// <summary><c>null</c>: no report is written.</summary>
    public string? Output { get; private init; } = DefaultOutput;

    public bool WantsHelp { get; private init; }

    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static FailoverCommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new FailoverCommandLine();
        var reader = new ArgumentReader(arguments);
        string? output = null;
        while (reader.Option() is { } option)
        {
            line = option switch
            {
                "--faults" => line with { Faults = reader.Number(1, 1_000) },
                "--kinds" => line with { Kinds = [.. reader.Value().Split(',').Select(FaultKinds.Find)] },
                "--output" => line with { Output = output = reader.Value() },
                "--quick" => line with { Faults = 2, Output = output },
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                var unknown => throw new FormatException($"'{unknown}' is no option of this verb."),
            };
        }

        return line;
    }
}
