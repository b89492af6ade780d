using SolConnect.Relay.Core.Wire;
using SolConnect.Relay.Discovery;

namespace SolConnect.Relay;

/// <summary>
/// The relays that connected relays name, when they welcome a client and when they ask it to leave. Takes the relays' word,
/// so it is for fleets of one operator: <see cref="RelayOptions.AllowedHosts"/> says where they may be, and where it is
/// empty, only hosts of <see cref="RelayOptions.Relays"/> count.
/// </summary>
/// <remarks>
/// What a relay said last counts until it says something else. The one object may stand in the options of several
/// transports: each keeps what its own relays said. Thread-safe.
/// </remarks>
public sealed class PeerRelayDirectory : IBuiltInDirectory
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, RelayEndpoint[]> _announced = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public string Name => "peers named by relays";

    // Whether they may name this machine depends on who says so: see Announce.
    bool IBuiltInDirectory.IsLocal => true;

    /// <inheritdoc/>
    public ValueTask<RelayDirectoryResult> FetchAsync(string? etag, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            var relays = _announced.Values.SelectMany(relays => relays).DistinctBy(relay => relay.Id).ToList();
            return new(relays.Count == 0 ? RelayDirectoryResult.Unchanged : RelayDirectoryResult.Of(relays));
        }
    }

    /// <summary>Notes what a relay said. What cannot be an address is passed over: it is advice.</summary>
    internal void Announce(RelayEndpoint by, IEnumerable<RelayAlternate> alternates)
    {
        var relays = alternates.Select(Read).OfType<RelayEndpoint>()
            .Where(relay => !relay.Url.IsLoopback || by.Url.IsLoopback)
            .ToArray();
        lock (_lock)
        {
            _announced[by.Id] = relays;
        }
    }

    /// <summary>Forgets what relays said that are not known any more.</summary>
    internal void Retain(IEnumerable<string> relayIds)
    {
        lock (_lock)
        {
            foreach (var gone in _announced.Keys.Except(relayIds, StringComparer.Ordinal).ToList())
            {
                _ = _announced.Remove(gone);
            }
        }
    }

    private static RelayEndpoint? Read(RelayAlternate alternate) =>
        Uri.TryCreate(alternate.Url, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss"
            ? new(alternate.Id, url)
            : null;
}
