using SolConnect.Relay.Core;

namespace SolConnect.Relay.Server.Hub;

/// <summary>The relay's clock as the wire carries it: the hub's monotonic time in whole microseconds.</summary>
internal static class RelayClock
{
    public static long Microseconds(Instant moment) => Math.Max(0, moment.Ticks / TimeSpan.TicksPerMicrosecond);

    public static Instant Moment(long microseconds) =>
        microseconds > long.MaxValue / TimeSpan.TicksPerMicrosecond
            ? Instant.Never
            : new(microseconds * TimeSpan.TicksPerMicrosecond);
}
