using System.Net;

namespace SolConnect.Relay.Discovery;

/// <summary>
/// Where discovered relays may be: <c>relay.example.com</c> is that host, <c>*.example.com</c> every host below
/// <c>example.com</c> and not itself, <c>10.1.2.3</c> that address, <c>10.0.0.0/8</c> every address of that network.
/// Immutable.
/// </summary>
internal sealed class AllowedHosts
{
    private const string Wildcard = "*.";

    private readonly HashSet<string> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _suffixes = [];
    private readonly List<IPNetwork> _networks = [];

    /// <param name="patterns">Each of them passes <see cref="Check"/>.</param>
    public AllowedHosts(IEnumerable<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (IsNetwork(pattern))
                _networks.Add(IPNetwork.Parse(pattern));
            else if (pattern.StartsWith(Wildcard, StringComparison.Ordinal))
                _suffixes.Add(Plain(pattern[1..]));
            else
                _ = _exact.Add(Plain(pattern));
        }
    }

    public bool IsEmpty => _exact.Count == 0 && _suffixes.Count == 0 && _networks.Count == 0;

    public bool Contains(Uri url) => ContainsExactly(url) || _suffixes.Exists(suffix => IsBelow(HostOf(url), suffix));

    /// <summary>Whether the host itself is named, or its address or network, and not only a domain above it.</summary>
    public bool ContainsExactly(Uri url) =>
        _exact.Contains(HostOf(url)) || (IPAddress.TryParse(HostOf(url), out var address) && Contains(address));

    public bool Contains(IPAddress address) =>
        _exact.Contains(address.ToString()) || _networks.Exists(network => network.Contains(address));

    /// <summary>What is wrong with a pattern; <c>null</c> when nothing is.</summary>
    public static string? Check(string? pattern)
    {
        const string Wanted = "it must be a host name, '*.' and a domain, an address or a network such as 10.0.0.0/8";
        if (string.IsNullOrWhiteSpace(pattern))
            return $"is empty; {Wanted}.";
        if (IsNetwork(pattern))
            return IPNetwork.TryParse(pattern, out _) ? null : $"is '{pattern}', which is no network; {Wanted}.";
        var host = pattern.StartsWith(Wildcard, StringComparison.Ordinal) ? pattern[Wildcard.Length..] : pattern;
        return Uri.CheckHostName(Plain(host)) == UriHostNameType.Unknown
            ? $"is '{pattern}'; {Wanted}, without scheme, port and path."
            : null;
    }

    // As in the certificate: ASCII, without a dot at the end and without the brackets of an address.
    private static string HostOf(Uri url) => Plain(url.IdnHost);

    private static string Plain(string host) => host.Trim('[', ']').TrimEnd('.');

    private static bool IsNetwork(string pattern) => pattern.Contains('/', StringComparison.Ordinal);

    private static bool IsBelow(string host, string suffix) =>
        host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
