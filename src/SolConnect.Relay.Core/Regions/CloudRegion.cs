namespace SolConnect.Relay;

internal readonly record struct CloudRegion(string Name, GeoPoint Place);
