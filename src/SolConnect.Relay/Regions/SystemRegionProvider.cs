using System.Globalization;

namespace SolConnect.Relay;

/// <summary>
/// Guesses the region from the machine's settings, without asking anybody: the city of its time zone, else the country of its
/// culture, and the cloud region nearest to that. A server whose clock runs on UTC says nothing by its zone;
/// there, set <see cref="RelayOptions.Region"/>. Thread-safe.
/// </summary>
public sealed class SystemRegionProvider : IRegionProvider
{
    private readonly Func<TimeZoneInfo> _zone;
    private readonly Func<CultureInfo> _culture;

    /// <summary>Reads the machine's time zone and the culture of the calling thread.</summary>
    public SystemRegionProvider()
        : this(static () => TimeZoneInfo.Local, static () => CultureInfo.CurrentCulture)
    {
    }

    internal SystemRegionProvider(Func<TimeZoneInfo> zone, Func<CultureInfo> culture) => (_zone, _culture) = (zone, culture);

    internal static SystemRegionProvider Default { get; } = new();

    /// <inheritdoc/>
    public string? FindRegion() =>
        (ZonePlaces.OfZone(ToIana(_zone().Id)) ?? ZonePlaces.OfCountry(Country(_culture()))) is { } place
            ? CloudRegions.NearestTo(place.Latitude, place.Longitude)
            : null;

    private static string ToIana(string id) => TimeZoneInfo.TryConvertWindowsIdToIanaId(id, out var iana) ? iana : id;

    private static string Country(CultureInfo culture)
    {
        // A culture without a country, such as "en", has no region information.
        if (culture.IsNeutralCulture || culture.Equals(CultureInfo.InvariantCulture))
            return "";
        try
        {
            return new RegionInfo(culture.Name).TwoLetterISORegionName;
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
