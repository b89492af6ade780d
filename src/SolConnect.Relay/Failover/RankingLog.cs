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
}
