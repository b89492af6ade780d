namespace SolConnect.Relay.Benchmarks.Failover.Clients;

/// <summary>How a client left a failed relay.</summary>
/// <param name="NoticedAt">When it knew or suspected: a timestamp.</param>
/// <param name="FailoverTime">From the onset to the first receipt without the failed relay.</param>
/// <param name="Resent">Messages that it sent again for that.</param>
internal readonly record struct ClientFailover(long NoticedAt, TimeSpan FailoverTime, long Resent);
