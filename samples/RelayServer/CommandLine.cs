using SolConnect.Relay;

namespace RelayServer;

/// <summary>What the user asked for.</summary>
internal sealed record CommandLine
{
    public const string Usage = """
        One relay process for development. Ctrl+C or SIGTERM asks its clients to leave, closes and ends.

        Usage: RelayServer [options]

          --urls URL           Where to listen, http or https. Default http://127.0.0.1:5080; port 0 takes a free one.
          --id ID              The relay's id, the same for every client. Default relay.
          --region REGION      Where it stands, in your words. Default empty.
          --public-url URL     Where clients reach it, where that is not what a request to it says: behind a proxy. Told by /api/relays.
          --peers ID=URL,…     Other relays, told to clients: blue=ws://127.0.0.1:5081/relay,green=ws://…
          --help               This text.

        Clients connect to /relay. /health says 200 while it takes clients, /api/relays lists it and its peers.
        """;

    public string Url { get; private init; } = "http://127.0.0.1:5080";

    public string Id { get; private init; } = "relay";

    public string Region { get; private init; } = "";

    public Uri? PublicUrl { get; private init; }

    public IReadOnlyList<RelayEndpoint> Peers { get; private init; } = [];

    public bool WantsHelp { get; private init; }

    /// <exception cref="FormatException">Says which argument is wrong.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var line = new CommandLine();
        for (var index = 0; index < arguments.Count; index++)
        {
            line = arguments[index] switch
            {
                "--urls" => line with { Url = ListenUrl(Value(arguments, ref index)) },
                "--id" => line with { Id = Value(arguments, ref index) },
                "--region" => line with { Region = Value(arguments, ref index) },
                "--public-url" => line with { PublicUrl = RelayUrl("--public-url", Value(arguments, ref index)) },
                "--peers" => line with { Peers = ParsePeers(Value(arguments, ref index)) },
                "--help" or "-h" or "-?" => line with { WantsHelp = true },
                var unknown => throw new FormatException($"'{unknown}' is no option of this program."),
            };
        }

        return line;
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index) => ++index < arguments.Count
        ? arguments[index]
        : throw new FormatException($"{arguments[index - 1]} needs a value.");

    private static string ListenUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "http" or "https") && url.AbsolutePath == "/"
            ? text
            : throw new FormatException($"--urls takes one address such as http://127.0.0.1:5080, not '{text}'.");

    private static RelayEndpoint[] ParsePeers(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParsePeer)];

    private static RelayEndpoint ParsePeer(string text)
    {
        var parts = text.Split('=', 2);
        return parts.Length == 2
            ? new(parts[0], RelayUrl("--peers", parts[1]))
            : throw new FormatException($"--peers takes ID=URL, not '{text}'.");
    }

    private static Uri RelayUrl(string option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme is "ws" or "wss")
            ? url
            : throw new FormatException($"{option} takes a ws or wss address, not '{text}'.");
}
