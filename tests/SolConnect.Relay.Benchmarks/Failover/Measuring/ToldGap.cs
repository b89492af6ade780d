namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>A run of messages that a subscriber was told it will not see, by their numbers.</summary>
internal sealed record ToldGap(int First, int Last, string Reason);
