namespace SolConnect.Relay;

/// <summary>
/// Where the common cloud regions are, by the names that Amazon, Microsoft and Google give them, so that two regions that never met
/// still have a distance. Positions are those of the metropolitan area, good to some ten kilometres. Thread-safe.
/// </summary>
public static class CloudRegions
{
    private const int MaxSuggestions = 3;

    private static readonly Dictionary<string, GeoPoint> Places =
        CloudRegionTable.All.ToDictionary(region => region.Name, region => region.Place, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every known name, in the order of the table.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. CloudRegionTable.All.Select(region => region.Name)];

    /// <summary>Whether the name is in the table, in any case of letters.</summary>
    public static bool IsKnown(string? region) => region is not null && Places.ContainsKey(region);

    /// <summary>
    /// Great-circle distance between two regions in kilometres; <c>null</c> when one of them is not in the table. Names in
    /// any case of letters.
    /// </summary>
    public static double? Distance(string? from, string? to) =>
        from is not null && to is not null && Places.TryGetValue(from, out var a) && Places.TryGetValue(to, out var b)
            ? GeoPoint.Distance(a, b)
            : null;

    /// <summary>The known region that is nearest to a place.</summary>
    /// <param name="latitude">In degrees, north is positive. From -90 to 90.</param>
    /// <param name="longitude">In degrees, east is positive. From -180 to 180.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public static string NearestTo(double latitude, double longitude)
    {
        if (latitude is not (>= -90 and <= 90))
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "A latitude is from -90 to 90 degrees.");
        if (longitude is not (>= -180 and <= 180))
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "A longitude is from -180 to 180 degrees.");
        var place = new GeoPoint(latitude, longitude);
        return CloudRegionTable.All.MinBy(region => GeoPoint.Distance(region.Place, place)).Name;
    }

    /// <summary>Names of the table, and others, that somebody who wrote this may have meant; nearest first, at most three.</summary>
    internal static IReadOnlyList<string> Suggest(string text, IEnumerable<string> others)
    {
        // A third of the letters wrong is another word.
        var limit = Math.Max(1, text.Length / 3);
        return
        [
            .. others.Concat(Names).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(name => (Name: name, Edits: EditDistance.Between(text, name)))
                .Where(found => found.Edits <= limit)
                .OrderBy(found => found.Edits)
                .Take(MaxSuggestions)
                .Select(found => found.Name),
        ];
    }
}
