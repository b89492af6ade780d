namespace SolConnect.Relay.Server.Hosting;

/// <summary>One relay as <c>/api/relays</c> lists it.</summary>
internal sealed record RelayEntry(
    string Id, string Url, string Region, int Priority, double Weight, int MaxConnections)
{
    public static RelayEntry Of(RelayEndpoint relay) => new(
        relay.Id, relay.Url.AbsoluteUri, relay.Region, relay.Priority, relay.Weight, relay.MaxConnections);
}
