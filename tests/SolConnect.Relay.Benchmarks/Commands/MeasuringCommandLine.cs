namespace SolConnect.Relay.Benchmarks.Commands;

/// <summary>What the user asked of a verb that measures in rounds and writes a page.</summary>
internal sealed record MeasuringCommandLine
{
    /// <summary>Who does the same work takes turns, so often.</summary>
    public int Rounds { get; private init; } = 5;

    public bool IsQuick { get; private init; }

    /// <summary><c>null</c>: no page is written.</summary>
    public string? Output { get; private init; }

    public bool WantsHelp { get; private init; }

    public static string Usage(string verb, string summary) => $"""
        Measures {summary}.

        Usage: {verb} [options]

          --rounds N       How often everybody has a turn; medians are reported. Default 5, from 1 to 100.
          --output FILE    Where the page goes. Default docs/benchmarks/{verb}.md.
          --quick          One short round and no page unless --output names one: shows that it works.
          --help           This text.
        """;

    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static MeasuringCommandLine Parse(string verb, IReadOnlyList<string> arguments)
    {
        var line = new MeasuringCommandLine { Output = $"docs/benchmarks/{verb}.md" };
        var reader = new ArgumentReader(arguments);
        string? output = null;
        while (reader.Option() is { } option)
        {
            line = option switch
            {
                "--rounds" => line with { Rounds = reader.Number(1, 100) },
                "--output" => line with { Output = output = reader.Value() },
                "--quick" => line with { IsQuick = true, Rounds = 1, Output = output },
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                var unknown => throw new FormatException($"'{unknown}' is no option of this verb."),
            };
        }

        return line;
    }
}
