using SolConnect.Relay;

namespace Chat;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        A chat between browser tabs, over three relays that can be killed from the page.

        Usage: Chat [options]

          --urls URL           Where the pages are. Default http://127.0.0.1:5080; port 0 takes a free one.
          --relays ID=URL,…    Relays that run already, instead of three inside this process; the page cannot kill those.
                               red=ws://127.0.0.1:5081/relay,green=ws://…
          --check              Opens no page for people: two programs chat while relays die and fall silent, and the exit code
                               is 0 only if everything arrived once and in order.
          --help               This text.
        """;

    public string Url { get; private init; } = "http://127.0.0.1:5080";

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
                "--urls" => line with { Url = ParseUrl(Value(arguments, ref index)) },
                "--relays" => line with { Relays = ParseRelays(Value(arguments, ref index)) },
                "--check" => line with { IsCheck = true },
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                var unknown => throw new FormatException($"'{unknown}' is no option of this program."),
            };
        }

        return line.IsCheck && line.Relays.Count > 0
            ? throw new FormatException("--check kills relays, so it takes none of yours: leave --relays out.")
            : line;
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index) => ++index < arguments.Count
        ? arguments[index]
        : throw new FormatException($"{arguments[index - 1]} needs a value.");

    private static string ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http"
            ? text
            : throw new FormatException($"--urls takes an http address, not '{text}'.");

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
