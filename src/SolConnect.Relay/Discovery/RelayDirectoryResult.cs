namespace SolConnect.Relay;

/// <summary>What a directory answered: its relays, or that nothing has changed. Immutable.</summary>
public sealed class RelayDirectoryResult
{
    /// <summary>Relays that a directory may list: 16. A list with more of them is refused as a whole.</summary>
    public const int MaxRelays = 16;

    private RelayDirectoryResult(IReadOnlyList<RelayEndpoint>? relays, string? etag) => (Relays, ETag) = (relays, etag);

    /// <summary>The list is the one that was given last.</summary>
    public static RelayDirectoryResult Unchanged { get; } = new(null, null);

    /// <summary>
    /// The relays, in no particular order; <c>null</c> when nothing has changed. One more than <see cref="MaxRelays"/>
    /// stands for any larger number.
    /// </summary>
    public IReadOnlyList<RelayEndpoint>? Relays { get; }

    /// <summary>Names this state of the list; <c>null</c> where the directory has no such names.</summary>
    public string? ETag { get; }

    /// <summary>A list of relays. No more of it is read than is needed to see that it is too long.</summary>
    /// <param name="relays">The whole list. An empty one counts as a failure: the last good list stands.</param>
    /// <param name="etag">What the next fetch may be compared by.</param>
    public static RelayDirectoryResult Of(IEnumerable<RelayEndpoint> relays, string? etag = null)
    {
        ArgumentNullException.ThrowIfNull(relays);
        return new([.. relays.Take(MaxRelays + 1)], etag);
    }
}
