using System.Net;
using System.Net.Sockets;
using SolConnect.Relay.Core;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay;

/// <summary>
/// Relays behind a name: one for each of its address records, expanded by a template. For fleets whose machines come and go
/// behind one name, such as a headless service of an orchestrator. Thread-safe.
/// </summary>
/// <remarks>
/// In both templates <c>{address}</c> stands for the address (IPv6 in brackets) and <c>{dashed}</c> for the address with
/// dashes, as in <c>10-0-0-7</c>, which fits into names and ids. A client verifies the relay's certificate for the host of
/// the address that comes out, so <c>wss://{dashed}.relays.example.com/relay</c> with a wildcard certificate is the usual
/// form. Ids must be the same for every client, and are, because they come from addresses. For SRV records
/// there is <c>SrvRelayDirectory</c> in the package SolConnect.Relay.Dns.
/// </remarks>
public sealed class DnsRelayDirectory : IBuiltInDirectory
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <summary>Creates a directory; nothing is looked up yet.</summary>
    /// <param name="host">The name whose addresses are the relays.</param>
    /// <param name="urlTemplate">
    /// Makes a relay's address, such as <c>wss://{dashed}.relays.example.com/relay</c>. Must contain one of the
    /// placeholders.
    /// </param>
    /// <param name="idTemplate">Makes a relay's id, such as <c>relay-{dashed}</c>. Default <c>{dashed}</c>.</param>
    /// <exception cref="ArgumentException">An argument cannot be used.</exception>
    public DnsRelayDirectory(string host, string urlTemplate, string idTemplate = "{dashed}")
        : this(host, urlTemplate, idTemplate, LookUpAsync)
    {
    }

    internal DnsRelayDirectory(
        string host, string urlTemplate, string idTemplate, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        if (Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            throw new ArgumentException($"'{host}' is no host name.", nameof(host));
        }

        CheckTemplate(urlTemplate, nameof(urlTemplate));
        CheckTemplate(idTemplate, nameof(idTemplate));
        if (!Uri.TryCreate(Expand(urlTemplate, IPAddress.Loopback), UriKind.Absolute, out var url) ||
            url.Scheme is not ("ws" or "wss"))
        {
            throw new ArgumentException($"'{urlTemplate}' gives no address that begins with wss://.", nameof(urlTemplate));
        }

        (Host, UrlTemplate, IdTemplate, _resolve) = (host, urlTemplate, idTemplate, resolve);
    }

    /// <summary>The name whose addresses are the relays.</summary>
    public string Host { get; }

    /// <summary>Makes a relay's address.</summary>
    public string UrlTemplate { get; }

    /// <summary>Makes a relay's id.</summary>
    public string IdTemplate { get; }

    /// <inheritdoc/>
    public string Name => $"dns:{Host}";

    bool IBuiltInDirectory.IsLocal => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    /// <exception cref="SocketException">The name cannot be resolved.</exception>
    /// <exception cref="PlatformNotSupportedException">The program runs inside a browser.</exception>
    public async ValueTask<RelayDirectoryResult> FetchAsync(string? etag, CancellationToken cancellationToken = default)
    {
        // The operating system's resolver cannot be interrupted everywhere.
        var addresses = await _resolve(Host, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        return RelayDirectoryResult.Of(addresses.Distinct().Select(ToEndpoint).DistinctBy(relay => relay.Id));
    }

    private static Task<IPAddress[]> LookUpAsync(string name, CancellationToken cancellationToken) => OperatingSystem.IsBrowser()
        ? throw new PlatformNotSupportedException("A browser tells a page no addresses of a name.")
        : Dns.GetHostAddressesAsync(name, cancellationToken);

    private RelayEndpoint ToEndpoint(IPAddress address)
    {
        var url = Uri.TryCreate(Expand(UrlTemplate, address), UriKind.Absolute, out var made)
            ? made
            : new("unreadable", UriKind.Relative);
        return new(Expand(IdTemplate, address), url);
    }

    private static string Expand(string template, IPAddress address)
    {
        var text = address.ToString();
        var scope = text.IndexOf('%', StringComparison.Ordinal);
        var plain = scope < 0 ? text : text[..scope];
        var inUrl = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{plain}]" : plain;
        return template
            .Replace("{address}", inUrl, StringComparison.Ordinal)
            .Replace("{dashed}", plain.Replace('.', '-').Replace(':', '-').Trim('-'), StringComparison.Ordinal);
    }

    private static void CheckTemplate(string template, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(template, name);
        if (!template.Contains("{address}", StringComparison.Ordinal) && !template.Contains("{dashed}", StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"'{PeerText.Clean(template)}' holds neither {{address}} nor {{dashed}}: all relays would be the same one.", name);
        }
    }
}
