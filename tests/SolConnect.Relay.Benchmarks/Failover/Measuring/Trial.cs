namespace SolConnect.Relay.Benchmarks.Failover.Measuring;

/// <summary>What one fault cost.</summary>
/// <param name="StruckAt">A timestamp.</param>
/// <param name="FailoverTime">From the onset to the first receipt without the failed relay.</param>
/// <param name="ShareElsewhere">
/// From the fault until everything had its receipt that was sent before the fault was noticed.
/// </param>
/// <param name="LongestPause">Between two messages at the subscriber, from the fault until all was well again.</param>
/// <param name="LongestWait">For a receipt, in the same time.</param>
/// <param name="Resent">Messages sent again.</param>
internal readonly record struct Trial(
    long StruckAt, TimeSpan FailoverTime, TimeSpan ShareElsewhere, TimeSpan LongestPause, TimeSpan LongestWait,
    long Resent);
