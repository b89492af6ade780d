namespace SolConnect.Relay;

/// <summary>
/// A source of relays that changes while the transport runs. Named in <see cref="RelayOptions.Directories"/>; asked every
/// <see cref="RelayOptions.DiscoveryInterval"/>.
/// </summary>
/// <remarks>
/// A transport has at most one call under way. One that throws, takes longer than 10 s or gives a list that is refused is
/// logged and raises one alert; the last good list stands. One that ignores its cancellation is not called again until it
/// has ended, and disturbs nobody else. Instances may be shared between transports; calls then overlap.
/// </remarks>
public interface IRelayDirectory
{
    /// <summary>What logs and alerts call this directory. Without anything secret.</summary>
    string Name { get; }

    /// <summary>Fetches the whole list as it is now.</summary>
    /// <param name="etag">
    /// <see cref="RelayDirectoryResult.ETag"/> of the last list that was taken; <c>null</c> when there is none. Where it
    /// still names the present list, the answer may be <see cref="RelayDirectoryResult.Unchanged"/>.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the transport stops and after 10 s.</param>
    ValueTask<RelayDirectoryResult> FetchAsync(string? etag, CancellationToken cancellationToken = default);
}
