namespace SolConnect.Relay.Monitoring;

/// <summary>Half, 95 % and 99 % of the round trips of a window took no longer than this.</summary>
internal sealed record LatencyPercentiles(TimeSpan P50, TimeSpan P95, TimeSpan P99);
