using SolConnect.Relay;

namespace StatusBoard;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        Shows a transport in the terminal: its state, its relays, its totals, and what happened to it. It sends twenty
        messages a second to itself, so that there is something to see.

        Usage: StatusBoard [options]

          --relays ID=URL,…    Relays that run already. Without it, three inside this process, of which the primary is killed
                               and revived every five seconds.
          --check              Draws the view while a relay is killed, reads it, and ends: exit code 0 only if it tells what
                               happened.
          --help               This text.
        """;

    /// <summary>The relays to use; empty: embedded ones.</summary>
    public IReadOnlyList<RelayEndpoint> Relays { get; private init; } = [];

    public bool IsCheck { get; private init; }

    public bool WantsHelp { get; private init; }

    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var index = 0; index < arguments.Count; index++)
        {
            line = arguments[index] switch
            {
                "--relays" when ++index < arguments.Count => line with { Relays = ParseRelays(arguments[index]) },
                "--relays" => throw new FormatException("--relays needs a value."),
                "--check" => line with { IsCheck = true },
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                var unknown => throw new FormatException($"'{unknown}' is no option of this program."),
            };
        }

        return line.IsCheck && line.Relays.Count > 0
            ? throw new FormatException("--check kills relays, so it takes none of yours: leave --relays out.")
            : line;
    }

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
}
