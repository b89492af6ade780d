namespace SolConnect.Relay;

/// <summary>How one relay is reached. Immutable; the id is its identity and must be the same for every client.</summary>
/// <param name="Id">1 to 64 characters out of letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and <c>:</c>.</param>
/// <param name="Url">Absolute <c>ws</c> or <c>wss</c> address.</param>
public sealed record RelayEndpoint(string Id, Uri Url)
{
    /// <summary>Where the relay stands, in the words of its operator; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Preference: a higher number is preferred. Default 1; from 0 to 1,000.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>Share of the traffic relative to the other relays. Default 1; above 0, at most 1,000.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Connections that the relay is meant to hold; 0 (default) means that it did not say.</summary>
    public int MaxConnections { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Url.GetLeftPart(UriPartial.Path)})";
}
