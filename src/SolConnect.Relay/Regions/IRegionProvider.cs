namespace SolConnect.Relay;

/// <summary>Finds out where this client is. Set <see cref="RelayOptions.RegionProvider"/> to replace the default.</summary>
public interface IRegionProvider
{
    /// <summary>
    /// The region's name, as relays name theirs or as in <see cref="CloudRegions"/>; <c>null</c> or empty when unknown. Called
    /// once for each transport, before the first ranking, off the session loop. What it throws is logged and
    /// counts as unknown; while it hangs, the relays keep the order of the list.
    /// </summary>
    string? FindRegion();
}
