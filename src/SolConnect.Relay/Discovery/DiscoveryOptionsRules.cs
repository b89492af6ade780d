using System.Globalization;

namespace SolConnect.Relay.Discovery;

/// <summary>Finds everything that is wrong with the options of discovery, alone and together.</summary>
internal static class DiscoveryOptionsRules
{
    private const int MaxDirectories = 8;
    private const int MaxAllowedHosts = 64;

    public static IEnumerable<string> Check(RelayOptions options)
    {
        foreach (var violation in CheckDirectories(options).Concat(CheckHosts(options.AllowedHosts)))
            yield return violation;
        if (options is not { Relays.Count: 0, EnableAutoDiscovery: true, Directories: { } directories })
            yield break;
        if (directories.All(static directory => directory is PeerRelayDirectory))
        {
            yield return "Relays holds 0 relays and no directory can name the first one; Relays must hold at least 1, or " +
                "Directories another one than peers.";
        }
    }

    /// <summary>Whether the directories may give the first relay, so that the options need not.</summary>
    public static bool MayStartEmpty(RelayOptions options) => options is { EnableAutoDiscovery: true, Relays: not null };

    private static IEnumerable<string> CheckDirectories(RelayOptions options)
    {
        if (options.Directories is not { Count: <= MaxDirectories } directories)
        {
            yield return $"Directories holds {CountOf(options.Directories)}; it must be a list of at most {MaxDirectories}, " +
                "which may be empty.";
            yield break;
        }

        for (var i = 0; i < directories.Count; i++)
        {
            if (directories[i] is null)
                yield return $"Directories[{i}] is null; it must be a directory.";
            else if (Insecure(directories[i]) is { } shown && !options.AllowInsecure)
            {
                yield return $"Directories[{i}] is '{shown}', which is not encrypted; it must begin with https://, unless " +
                    "it is on this machine or AllowInsecure is set.";
            }
        }

        if (directories.Count(static directory => directory is PeerRelayDirectory) > 1)
            yield return "Directories holds more than one PeerRelayDirectory; it must hold at most one.";
    }

    private static IEnumerable<string> CheckHosts(IList<string>? hosts)
    {
        if (hosts is not { Count: <= MaxAllowedHosts })
        {
            yield return $"AllowedHosts holds {CountOf(hosts)}; it must be a list of at most {MaxAllowedHosts}, which may be " +
                "empty.";
            yield break;
        }

        for (var i = 0; i < hosts.Count; i++)
        {
            if (AllowedHosts.Check(hosts[i]) is { } wrong)
                yield return $"AllowedHosts[{i}] {wrong}";
        }
    }

    private static string CountOf<T>(IList<T>? list) =>
        list?.Count.ToString(CultureInfo.InvariantCulture) ?? "nothing";

    private static string? Insecure(IRelayDirectory directory) =>
        directory is HttpRelayDirectory { Url: { Scheme: "http", IsLoopback: false } url }
            ? url.GetLeftPart(UriPartial.Path)
            : null;
}
