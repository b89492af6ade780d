using System.Net;
using DnsClient;
using DnsClient.Protocol;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay;

/// <summary>
/// Relays out of the SRV records of a name (RFC 2782), such as <c>_relay._tcp.example.com</c>: each record is one, with
/// host, port, priority and weight. Asked afresh each time; how long an answer may be kept is up to the name servers.
/// Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// In both templates <c>{host}</c> stands for a record's target, in lower case and without the dot at its end, and
/// <c>{port}</c> for its port. Ids must be the same for every client, and are, because they come from the records.
/// </para>
/// <para>
/// DNS answers can be forged, and who forges one names hosts that he has certificates for. So targets must be at or below
/// the domain of <see cref="ServiceName"/>, unless <see cref="AllowOtherDomains"/> is set.
/// </para>
/// </remarks>
public sealed class SrvRelayDirectory : IBuiltInDirectory
{
    private const string HostPlaceholder = "{host}";
    private const string PortPlaceholder = "{port}";

    // For one attempt at one name server. Two attempts at two servers end before the directory's 10 s.
    private static readonly TimeSpan AttemptTime = TimeSpan.FromSeconds(2);

    /// <summary>Creates a directory; nothing is looked up yet.</summary>
    /// <param name="serviceName">The name that has the records, such as <c>_relay._tcp.example.com</c>.</param>
    /// <param name="urlTemplate">
    /// Makes a relay's address. Must contain <c>{host}</c>. Default <c>wss://{host}:{port}/relay</c>.
    /// </param>
    /// <param name="idTemplate">
    /// Makes a relay's id, of at most 64 characters. Must contain <c>{host}</c>. Default <c>{host}:{port}</c>.
    /// </param>
    /// <exception cref="ArgumentException">An argument cannot be used.</exception>
    public SrvRelayDirectory(
        string serviceName, string urlTemplate = $"wss://{HostPlaceholder}:{PortPlaceholder}/relay",
        string idTemplate = $"{HostPlaceholder}:{PortPlaceholder}")
    {
        ArgumentException.ThrowIfNullOrEmpty(serviceName);
        (ServiceName, UrlTemplate, IdTemplate) = (serviceName.TrimEnd('.'), urlTemplate, idTemplate);
        Domain = DomainOf(ServiceName);
        if (Uri.CheckHostName(Domain) != UriHostNameType.Dns)
        {
            throw new ArgumentException($"'{serviceName}' is no name of a service.", nameof(serviceName));
        }

        CheckTemplate(urlTemplate, nameof(urlTemplate));
        CheckTemplate(idTemplate, nameof(idTemplate));
        if (!Uri.TryCreate(Expand(urlTemplate, "relay.example", 443), UriKind.Absolute, out var url) || url.Scheme is not ("ws" or "wss"))
        {
            throw new ArgumentException($"'{urlTemplate}' gives no address that begins with wss://.", nameof(urlTemplate));
        }
    }

    /// <summary>The name that has the records.</summary>
    public string ServiceName { get; }

    /// <summary>Makes a relay's address.</summary>
    public string UrlTemplate { get; }

    /// <summary>Makes a relay's id.</summary>
    public string IdTemplate { get; }

    /// <summary>
    /// Records may name hosts outside of the service's domain. Default <c>false</c>: a list with one that does is refused as
    /// a whole. Where it is <c>true</c>, say in <see cref="RelayOptions.AllowedHosts"/> which hosts are meant.
    /// </summary>
    public bool AllowOtherDomains { get; init; }

    /// <summary>Who is asked, in this order. Default empty: the name servers that the operating system names at that moment.</summary>
    public IReadOnlyList<IPEndPoint> NameServers { get; init; } = [];

    /// <inheritdoc/>
    public string Name => $"srv:{ServiceName}";

    // Who answers is not known, so what it says about this machine does not count.
    bool IBuiltInDirectory.IsLocal => false;

    private string Domain { get; }

    /// <inheritdoc/>
    /// <remarks>
    /// The relays of the lowest SRV priority get the highest <see cref="RelayEndpoint.Priority"/>, those of the highest one
    /// get 1. Weights keep their proportions and are scaled down where they pass 1,000; none at all becomes a hundredth.
    /// </remarks>
    /// <exception cref="IOException">No name server answered, or they answered with an error: there is no such name.</exception>
    /// <exception cref="InvalidDataException">A record names a host outside of the service's domain.</exception>
    /// <exception cref="OperationCanceledException">Cancelled. What was asked is forgotten.</exception>
    public async ValueTask<RelayDirectoryResult> FetchAsync(string? etag, CancellationToken cancellationToken = default)
    {
        var records = await QueryAsync(cancellationToken).ConfigureAwait(false);

        // A single dot says that there is decidedly no such service.
        var targets = records.Where(record => record.Target.Value != ".").OrderBy(record => record.Priority).ToList();
        var priorities = targets.Select(record => record.Priority).Distinct().Order().ToList();
        var heaviest = targets.Select(record => record.Weight).DefaultIfEmpty().Max();
        return RelayDirectoryResult.Of(targets
            .Select(record => ToEndpoint(record, priorities.Count - priorities.IndexOf(record.Priority), heaviest))
            .DistinctBy(relay => relay.Id)
            .OrderBy(relay => relay.Id, StringComparer.Ordinal));
    }

    private async Task<List<SrvRecord>> QueryAsync(CancellationToken cancellationToken)
    {
        // Anew each time, because a machine may have moved to another network. Nobody but the system's own is asked.
        var servers = NameServers.Count > 0
            ? [.. NameServers.Select(server => new NameServer(server))]
            : NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false).ToArray();
        if (servers.Length == 0)
        {
            throw new IOException("The operating system names no name server.");
        }

        var client = new LookupClient(new LookupClientOptions(servers)
        {
            UseCache = false,
            UseRandomNameServer = false,
            ThrowDnsErrors = true,
            Retries = 1,
            Timeout = AttemptTime,
        });
        try
        {
            var answer = await client.QueryAsync(ServiceName, QueryType.SRV, QueryClass.IN, cancellationToken).ConfigureAwait(false);
            return [.. answer.Answers.SrvRecords()];
        }
        catch (DnsResponseException error)
        {
            // It is also what a cancelled query ends with.
            cancellationToken.ThrowIfCancellationRequested();
            var why = error.Code is DnsResponseCode.Unassigned or DnsResponseCode.ConnectionTimeout
                ? "no name server answered"
                : $"the answer was '{error.DnsError}'";
            throw new IOException($"The SRV records of '{ServiceName}' could not be had: {why}.", error);
        }
    }

    private RelayEndpoint ToEndpoint(SrvRecord record, int priority, int heaviest)
    {
        var host = record.Target.Value.TrimEnd('.').ToLowerInvariant();
        if (!AllowOtherDomains && !IsInDomain(host))
        {
            throw new InvalidDataException(
                $"A record names '{host}', which is not below '{Domain}'; where that is meant, set AllowOtherDomains.");
        }

        return new(Expand(IdTemplate, host, record.Port), new(Expand(UrlTemplate, host, record.Port)))
        {
            Priority = Math.Min(priority, 1_000),
            Weight = heaviest == 0 ? 1 : Math.Max(record.Weight, 0.01) * Math.Min(1, 1_000.0 / heaviest),
        };
    }

    private bool IsInDomain(string host) =>
        host.Equals(Domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{Domain}", StringComparison.OrdinalIgnoreCase);

    private static string DomainOf(string name) => string.Join('.', name.Split('.').SkipWhile(label => label.StartsWith('_')));

    private static string Expand(string template, string host, int port) => template
        .Replace(HostPlaceholder, host, StringComparison.Ordinal)
        .Replace(PortPlaceholder, port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private static void CheckTemplate(string template, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(template, name);
        if (!template.Contains(HostPlaceholder, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{template}' does not hold {HostPlaceholder}: all relays would be the same one.", name);
        }
    }
}
