namespace SolConnect.Relay;

/// <summary>A place on earth, in degrees; north and east are positive.</summary>
internal readonly record struct GeoPoint(double Latitude, double Longitude)
{
    private const double EarthRadius = 6371;

    /// <summary>Along the great circle, in kilometres (haversine formula, mean radius of the earth).</summary>
    public static double Distance(GeoPoint a, GeoPoint b)
    {
        var (latitude, otherLatitude) = (double.DegreesToRadians(a.Latitude), double.DegreesToRadians(b.Latitude));
        var northward = Math.Sin((otherLatitude - latitude) / 2);
        var eastward = Math.Sin(double.DegreesToRadians(b.Longitude - a.Longitude) / 2);
        var chord = (northward * northward) + (Math.Cos(latitude) * Math.Cos(otherLatitude) * eastward * eastward);
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }
}
