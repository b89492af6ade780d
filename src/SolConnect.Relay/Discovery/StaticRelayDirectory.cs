using SolConnect.Relay.Discovery;

namespace SolConnect.Relay;

/// <summary>
/// A list of relays that was written down. Unlike <see cref="RelayOptions.Relays"/>, it comes after the directories before
/// it in <see cref="RelayOptions.Directories"/>: as a fallback, say. Immutable.
/// </summary>
public sealed class StaticRelayDirectory : IBuiltInDirectory
{
    private readonly RelayDirectoryResult _result;

    /// <summary>Creates a directory of these relays, which are copied.</summary>
    public StaticRelayDirectory(params IEnumerable<RelayEndpoint> relays) =>
        _result = RelayDirectoryResult.Of(relays, "static");

    /// <inheritdoc/>
    public string Name => "static list";

    bool IBuiltInDirectory.IsLocal => true;

    /// <inheritdoc/>
    public ValueTask<RelayDirectoryResult> FetchAsync(string? etag, CancellationToken cancellationToken = default) =>
        new(etag == _result.ETag ? RelayDirectoryResult.Unchanged : _result);
}
