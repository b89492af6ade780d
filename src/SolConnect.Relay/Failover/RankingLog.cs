using Microsoft.Extensions.Logging;

namespace SolConnect.Relay.Failover;

/// <summary>What ranking relays logs; event ids 610 to 619.</summary>
internal static partial class RankingLog
{
    [LoggerMessage(EventId = 610, Message = "Load balancer {Balancer} threw. The relays keep the order of the list; " +
        "the balancer needs a fix.")]
    public static partial void BalancerThrew(ILogger logger, LogLevel level, Exception exception, string balancer);

    [LoggerMessage(EventId = 611, Message = "Load balancer {Balancer} picked {Index} out of {Count} candidates. The " +
        "relays keep the order of the list; the balancer needs a fix.")]
    public static partial void BalancerOutOfRange(
        ILogger logger, LogLevel level, string balancer, int index, int count);

    [LoggerMessage(EventId = 612, Level = LogLevel.Error, Message = "Region provider {Provider} threw. The region counts as " +
        "unknown; the provider needs a fix.")]
    public static partial void RegionProviderThrew(ILogger logger, Exception exception, string provider);

    [LoggerMessage(EventId = 613, Level = LogLevel.Debug, Message = "This client is taken to be in region '{Region}'.")]
    public static partial void RegionFound(ILogger logger, string region);
}
