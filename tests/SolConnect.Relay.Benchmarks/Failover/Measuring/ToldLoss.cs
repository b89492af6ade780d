namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>Messages with a receipt that were lost with a relay, and the gap that says so.</summary>
/// <param name="Trial">In which trial, from 1 on.</param>
/// <param name="Count">How many; the gap may cover messages without a receipt as well.</param>
internal sealed record ToldLoss(int Trial, ToldGap Gap, int Count);
