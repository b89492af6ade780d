namespace SolConnect.Relay.Blazor.Tests.Model;

/// <summary>What transports tell in the situations that a screen has to make sense of.</summary>
internal static class Facts
{
    public static RelayEndpoint Endpoint(string id) =>
        new(id, new($"wss://user:secret@{id}.example:8443/relay?token=secret")) { Region = $"{id}-land" };

    /// <summary>An open, healthy standby that belongs to the set.</summary>
    public static RelayInfo Relay(string id) => new()
    {
        Endpoint = Endpoint(id),
        State = RelayState.Standby,
        IsHealthy = true,
        IsInSet = true,
        Quality = 95.4,
        Latency = TimeSpan.FromMilliseconds(12.34),
        Jitter = TimeSpan.FromMilliseconds(1.5),
        Load = 0.25,
    };

    public static RelayInfo Primary(string id) => Relay(id) with { State = RelayState.Primary, IsPublishing = true };

    public static RelayInfo Lost(string id) => Relay(id) with
    {
        State = RelayState.Disconnected,
        IsHealthy = false,
        Latency = null,
        Jitter = null,
        Quality = 3,
        FailedConnects = 4,
        LastCloseReason = CloseReason.Unreachable,
        LastCloseDetail = "connection refused",
    };

    public static RelayInfo Outside(string id) => new() { Endpoint = Endpoint(id), IsHealthy = true, Quality = 50 };

    public static StatusFacts Of(TransportState state, params RelayInfo[] relays) => new()
    {
        State = state,
        Relays = relays,
        Metrics = new()
        {
            TotalRelays = relays.Length,
            HealthyRelays = relays.Count(relay => relay.IsHealthy),
            AverageLatency = TimeSpan.FromMilliseconds(12.34),
        },
    };
}
