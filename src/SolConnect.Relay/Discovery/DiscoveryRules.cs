using System.Net;
using System.Text;
using SolConnect.Relay.Core.Wire;

namespace SolConnect.Relay.Discovery;

/// <summary>
/// Where discovered relays may be. A list with one relay that breaks a rule is refused as a whole, because whoever could
/// write that one could write the others. Immutable, but for the configured relays, which may be changed by any thread.
/// </summary>
internal sealed class DiscoveryRules(RelayOptions options)
{
    private readonly bool _allowInsecure = options.AllowInsecure;
    private readonly AllowedHosts _allowed = new(options.AllowedHosts);
    private volatile IReadOnlyList<RelayEndpoint> _configured = [.. options.Relays];

    /// <summary>The relays of the options. They were written by the application's owner and need no permission.</summary>
    public IReadOnlyList<RelayEndpoint> Configured
    {
        get => _configured;
        set => _configured = value;
    }

    /// <summary>What is wrong with a directory's list; <c>null</c> when it can be taken.</summary>
    public string? Check(IRelayDirectory directory, IReadOnlyList<RelayEndpoint> relays)
    {
        if (relays.Count == 0)
            return "it is empty";
        if (relays.Count > RelayDirectoryResult.MaxRelays)
            return $"it holds more than {RelayDirectoryResult.MaxRelays} relays";
        if (RelayEndpointRules.Check([.. relays], _allowInsecure).FirstOrDefault() is { } violation)
            return violation.TrimEnd('.');
        var isLocal = directory is not IBuiltInDirectory { IsLocal: false };
        return relays.Select(relay => CheckHost(relay, isLocal, directory is PeerRelayDirectory))
            .FirstOrDefault(wrong => wrong is not null);
    }

    /// <summary>
    /// Whether a relay may be dialled at an address that its host name turned out to have: a name is as good a way to a
    /// private network as an address.
    /// </summary>
    public bool MayDial(RelayEndpoint relay, IPAddress address) =>
        _allowInsecure || !PrivateAddress.Is(address) || _allowed.ContainsExactly(relay.Url) || _allowed.Contains(address)
        || (relay.Url.IsLoopback && IPAddress.IsLoopback(address))
        || Configured.Any(known => known.Url == relay.Url);

    private string? CheckHost(RelayEndpoint relay, bool mayBeLocal, bool isAdvice)
    {
        var url = relay.Url;
        if (Encoding.UTF8.GetByteCount(relay.Region) > WireProtocol.MaxRegionBytes)
            return $"the region of relay '{relay.Id}' has more than {WireProtocol.MaxRegionBytes} bytes";
        var shown = $"relay '{relay.Id}' at '{url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}'";
        if (!_allowed.IsEmpty && !_allowed.Contains(url))
            return $"{shown} is not at one of the AllowedHosts";
        if (_allowed.IsEmpty && isAdvice && !IsAtConfiguredHost(url))
            return $"{shown} is not at the host of a configured relay, and AllowedHosts names no other";
        if (_allowInsecure || _allowed.ContainsExactly(url))
            return null;
        if (url.IsLoopback)
            return mayBeLocal ? null : $"{shown} is on this machine, and the directory is not";
        return IPAddress.TryParse(url.IdnHost, out var address) && PrivateAddress.Is(address)
            ? $"{shown} is at a private address, which AllowedHosts does not name"
            : null;
    }

    private bool IsAtConfiguredHost(Uri url) =>
        Configured.Any(known => string.Equals(known.Url.IdnHost, url.IdnHost, StringComparison.OrdinalIgnoreCase));
}
