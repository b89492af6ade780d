using SolConnect.Relay;

namespace KillTheRelay;

/// <summary>The failovers that a transport reports, as they come.</summary>
internal sealed class FailoverLog
{
    private readonly Lock _lock = new();
    private readonly List<FailoverCompletedEventArgs> _failovers = [];

    public FailoverLog(RelayWebSocketTransport transport) =>
        transport.Manager.FailoverCompleted += (_, failover) =>
        {
            lock (_lock)
            {
                if (failover.Reason != FailoverReason.Recovered)
                {
                    _failovers.Add(failover);
                }
            }
        };

    public IReadOnlyList<FailoverCompletedEventArgs> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _failovers];
            }
        }
    }

    public static (TimeSpan Median, TimeSpan Max) TimesOf(IReadOnlyList<FailoverCompletedEventArgs> failovers)
    {
        var times = failovers.Select(failover => failover.FailoverTime).Order().ToList();
        return times.Count == 0 ? default : (times[times.Count / 2], times[^1]);
    }
}
