using System.Globalization;
using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Streams a file, line by line, through three relays to a subscriber, while the relay in charge is killed every
        second. Exit code 0 only if what arrived is the same file, byte for byte.

        Usage: KillTheRelay [FILE] [options]

          FILE                 What to send. Default: the harbour log that comes with this sample (12,063 lines).
          --seconds N          Spreads the file evenly over N seconds; a file that is too large for that goes as fast as the
                               relays take it. Default 30, from 1 to 3600.
          --full-speed         Does not spread it: every line goes as soon as there is room for it.
          --empty              Killed relays come back without their messages. Otherwise they come back with them.
          --relays ID=URL,…    Relays that run already, instead of three inside this process. Nothing is killed then: stop, kill
                               and start them by hand, and watch. red=ws://127.0.0.1:5081/relay,green=ws://…
          --kill-every N       Seconds between two kills, fractions allowed. Default 1, from 0.2 to 60.
          --out FILE           Where to write what arrived. Default: a new file in the temporary folder.
          --picture FILE       Writes the live view, as it was at the end, and the verdict as a web page.
          --plain              Plain lines instead of the live view, as when the output is not a terminal.
          --help               This text.
        """;

    private static readonly TimeSpan DefaultKillEvery = TimeSpan.FromSeconds(1);

    /// <summary>The file to send; <c>null</c> for the text that comes with the sample.</summary>
    public string? File { get; private init; }

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(30);

    public bool IsFullSpeed { get; private init; }

    public bool ComesBackEmpty { get; private init; }

    public TimeSpan KillEvery { get; private init; } = DefaultKillEvery;

    public string? Output { get; private init; }

    /// <summary>Where the web page goes; <c>null</c>: nowhere.</summary>
    public string? Picture { get; private init; }

    /// <summary>The relays to use; empty: embedded ones.</summary>
    public IReadOnlyList<RelayEndpoint> Relays { get; private init; } = [];

    public bool IsPlain { get; private init; }

    public bool WantsHelp { get; private init; }

    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var index = 0; index < arguments.Count; index++)
        {
            line = arguments[index] switch
            {
                "--seconds" => line with { Duration = Seconds(arguments, ref index, 1, 3600) },
                "--kill-every" => line with { KillEvery = Seconds(arguments, ref index, 0.2, 60) },
                "--relays" => line with { Relays = ParseRelays(Value(arguments, ref index)) },
                "--out" => line with { Output = Value(arguments, ref index) },
                "--picture" => line with { Picture = Value(arguments, ref index) },
                "--full-speed" => line with { IsFullSpeed = true },
                "--empty" => line with { ComesBackEmpty = true },
                "--plain" => line with { IsPlain = true },
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                ['-', _, ..] unknown => throw new FormatException($"'{unknown}' is no option of this program."),
                var file when line.File is null => line with { File = file },
                var second => throw new FormatException($"One file at a time: '{line.File}' or '{second}'."),
            };
        }

        return line.Relays.Count > 0 && (line.ComesBackEmpty || line.KillEvery != DefaultKillEvery)
            ? throw new FormatException("--empty and --kill-every are about relays that are killed; with --relays none is.")
            : line;
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index) => ++index < arguments.Count
        ? arguments[index]
        : throw new FormatException($"{arguments[index - 1]} needs a value.");

    private static RelayEndpoint[] ParseRelays(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseRelay)];

    private static RelayEndpoint ParseRelay(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2 && parts[0].Length > 0
            && Uri.TryCreate(parts[1], UriKind.Absolute, out var url) && (url.Scheme is "ws" or "wss")
            ? new(parts[0], url)
            : throw new FormatException($"--relays takes ID=URL with a ws or wss address, not '{text}'.");
    }

    private static TimeSpan Seconds(IReadOnlyList<string> arguments, ref int index, double from, double to)
    {
        var name = arguments[index];
        var text = Value(arguments, ref index);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= from && seconds <= to
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"{name} is a number of seconds from {from} to {to}, not '{text}'.");
    }
}
