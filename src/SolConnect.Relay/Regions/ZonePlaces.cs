using Place = (double Latitude, double Longitude);

namespace SolConnect.Relay;

/// <summary>
/// Where the cities are that time zones are named after, and the countries where that city is a fair guess for all of it.
/// </summary>
internal static class ZonePlaces
{
    private static readonly ZonePlace[] All =
    [
        new("Africa/Abidjan", "CI", 5.3, -4), new("Africa/Accra", "GH", 5.6, -0.2),
        new("Africa/Addis_Ababa", "ET", 9, 38.7), new("Africa/Algiers", "DZ", 36.8, 3.1),
        new("Africa/Cairo", "EG", 30, 31.2), new("Africa/Casablanca", "MA", 33.6, -7.6),
        new("Africa/Johannesburg", "ZA", -26.2, 28), new("Africa/Lagos", "NG", 6.5, 3.4),
        new("Africa/Nairobi", "KE", -1.3, 36.8), new("Africa/Tunis", "TN", 36.8, 10.2),
        new("America/Argentina/Buenos_Aires", "AR", -34.6, -58.4), new("America/Bogota", "CO", 4.7, -74.1),
        new("America/Buenos_Aires", "", -34.6, -58.4), new("America/Caracas", "VE", 10.5, -66.9),
        new("America/Chicago", "", 41.9, -87.6), new("America/Denver", "", 39.7, -105),
        new("America/Edmonton", "", 53.5, -113.5), new("America/Guatemala", "GT", 14.6, -90.5),
        new("America/Halifax", "", 44.6, -63.6), new("America/La_Paz", "BO", -16.5, -68.1),
        new("America/Lima", "PE", -12, -77), new("America/Los_Angeles", "", 34.1, -118.2),
        new("America/Mexico_City", "MX", 19.4, -99.1), new("America/Montevideo", "UY", -34.9, -56.2),
        new("America/New_York", "US", 40.7, -74), new("America/Panama", "PA", 9, -79.5),
        new("America/Phoenix", "", 33.4, -112.1), new("America/Puerto_Rico", "PR", 18.5, -66.1),
        new("America/Santiago", "CL", -33.4, -70.7), new("America/Sao_Paulo", "BR", -23.5, -46.6),
        new("America/Toronto", "CA", 43.7, -79.4), new("America/Vancouver", "", 49.3, -123.1),
        new("America/Winnipeg", "", 49.9, -97.1), new("Asia/Almaty", "KZ", 43.2, 76.9),
        new("Asia/Baghdad", "IQ", 33.3, 44.4), new("Asia/Baku", "AZ", 40.4, 49.9),
        new("Asia/Bangkok", "TH", 13.8, 100.5), new("Asia/Beirut", "LB", 33.9, 35.5),
        new("Asia/Calcutta", "", 22.6, 88.4), new("Asia/Colombo", "LK", 6.9, 79.9),
        new("Asia/Dhaka", "BD", 23.8, 90.4), new("Asia/Dubai", "AE", 25.2, 55.3),
        new("Asia/Ho_Chi_Minh", "VN", 10.8, 106.7), new("Asia/Hong_Kong", "HK", 22.3, 114.2),
        new("Asia/Jakarta", "ID", -6.2, 106.8), new("Asia/Jerusalem", "IL", 31.8, 35.2),
        new("Asia/Karachi", "PK", 24.9, 67), new("Asia/Kathmandu", "NP", 27.7, 85.3),
        new("Asia/Kolkata", "IN", 22.6, 88.4), new("Asia/Kuala_Lumpur", "MY", 3.1, 101.7),
        new("Asia/Kuwait", "KW", 29.4, 48), new("Asia/Manila", "PH", 14.6, 121),
        new("Asia/Novosibirsk", "", 55, 82.9), new("Asia/Qatar", "QA", 25.3, 51.5),
        new("Asia/Riyadh", "SA", 24.7, 46.7), new("Asia/Saigon", "", 10.8, 106.7),
        new("Asia/Seoul", "KR", 37.6, 127), new("Asia/Shanghai", "CN", 31.2, 121.5),
        new("Asia/Singapore", "SG", 1.35, 103.8), new("Asia/Taipei", "TW", 25, 121.6),
        new("Asia/Tashkent", "UZ", 41.3, 69.2), new("Asia/Tbilisi", "GE", 41.7, 44.8),
        new("Asia/Tehran", "IR", 35.7, 51.4), new("Asia/Tokyo", "JP", 35.7, 139.7),
        new("Asia/Yekaterinburg", "", 56.8, 60.6), new("Atlantic/Reykjavik", "IS", 64.1, -21.9),
        new("Australia/Adelaide", "", -34.9, 138.6), new("Australia/Brisbane", "", -27.5, 153),
        new("Australia/Melbourne", "", -37.8, 145), new("Australia/Perth", "", -32, 115.9),
        new("Australia/Sydney", "AU", -33.9, 151.2), new("Europe/Amsterdam", "NL", 52.4, 4.9),
        new("Europe/Athens", "GR", 38, 23.7), new("Europe/Belgrade", "RS", 44.8, 20.5),
        new("Europe/Berlin", "DE", 52.5, 13.4), new("Europe/Bratislava", "SK", 48.1, 17.1),
        new("Europe/Brussels", "BE", 50.9, 4.4), new("Europe/Bucharest", "RO", 44.4, 26.1),
        new("Europe/Budapest", "HU", 47.5, 19), new("Europe/Copenhagen", "DK", 55.7, 12.6),
        new("Europe/Dublin", "IE", 53.3, -6.3), new("Europe/Helsinki", "FI", 60.2, 24.9),
        new("Europe/Istanbul", "TR", 41, 29), new("Europe/Kiev", "", 50.5, 30.5),
        new("Europe/Kyiv", "UA", 50.5, 30.5), new("Europe/Lisbon", "PT", 38.7, -9.1),
        new("Europe/Ljubljana", "SI", 46.1, 14.5), new("Europe/London", "GB", 51.5, -0.1),
        new("Europe/Luxembourg", "LU", 49.6, 6.1), new("Europe/Madrid", "ES", 40.4, -3.7),
        new("Europe/Moscow", "RU", 55.8, 37.6), new("Europe/Oslo", "NO", 59.9, 10.8),
        new("Europe/Paris", "FR", 48.9, 2.4), new("Europe/Prague", "CZ", 50.1, 14.4),
        new("Europe/Riga", "LV", 57, 24.1), new("Europe/Rome", "IT", 41.9, 12.5),
        new("Europe/Sofia", "BG", 42.7, 23.3), new("Europe/Stockholm", "SE", 59.3, 18.1),
        new("Europe/Tallinn", "EE", 59.4, 24.8), new("Europe/Vienna", "AT", 48.2, 16.4),
        new("Europe/Vilnius", "LT", 54.7, 25.3), new("Europe/Warsaw", "PL", 52.2, 21),
        new("Europe/Zagreb", "HR", 45.8, 16), new("Europe/Zurich", "CH", 47.4, 8.5),
        new("Pacific/Auckland", "NZ", -36.8, 174.8), new("Pacific/Honolulu", "", 21.3, -157.9),
    ];

    /// <summary>The place that an IANA time zone is named after; <c>null</c> when the table has none.</summary>
    public static Place? OfZone(string zone) => Find(place => place.Zone == zone);

    /// <summary>A place in a country, by its two letters; <c>null</c> when the table has none.</summary>
    public static Place? OfCountry(string country) => Find(place => country.Length > 0 && place.Country == country);

    private static Place? Find(Predicate<ZonePlace> isWanted) =>
        Array.Find(All, isWanted) is { } place ? (place.Latitude, place.Longitude) : null;

    private sealed record ZonePlace(string Zone, string Country, double Latitude, double Longitude);
}
