using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>Snapshots in the words of the public API.</summary>
internal static class RelayDescriptions
{
    public static RelayInfo Describe(RelaySnapshot relay, Instant now)
    {
        var view = relay.View;
        return new()
        {
            Endpoint = view.Endpoint,
            State = view.Phase.ToRelayState(),
            Health = relay.Health,
            IsHealthy = relay.IsHealthy,
            IsBarred = view.IsBarred,
            IsPublishing = view.IsPublishing,
            IsInSet = view.InSet,
            Quality = RelayQuality.Score(relay, now),
            Latency = relay.Latency,
            LastLatency = relay.LastLatency,
            LatencyP50 = relay.Percentiles?.P50,
            LatencyP95 = relay.Percentiles?.P95,
            LatencyP99 = relay.Percentiles?.P99,
            Jitter = relay.Jitter,
            SendRate = relay.SendRate,
            ReceiveRate = relay.ReceiveRate,
            BytesSentRate = relay.BytesSentRate,
            BytesReceivedRate = relay.BytesReceivedRate,
            ErrorRate = relay.ErrorRate,
            Stability = relay.Stability,
            SuspectedFor = view.SuspectedAt == Instant.Never ? null : now - view.SuspectedAt,
            EjectedFor = relay.IsEjected ? Left(relay.EjectedUntil, now) : null,
            Ejections = relay.Ejections,
            SinceLastCheck = relay.CheckedAt == Instant.Never ? null : now - relay.CheckedAt,
            Penalty = view.Penalty,
            Load = relay.Load / 1000.0,
            Durability = relay.Durability,
            FailedConnects = relay.FailedInARow,
            LastCloseReason = view.LastCloseReason ?? relay.CheckFailure?.Reason,
            LastCloseDetail = view.LastCloseDetail ?? relay.CheckFailure?.Detail,
        };
    }

    public static RelayConnectionInfo DescribeConnection(RelayView relay, Instant now) => new()
    {
        Number = relay.Connection,
        Endpoint = relay.Endpoint,
        State = relay.Phase.ToRelayState(),
        IsPublishing = relay.IsPublishing,
        Latency = relay.SmoothedRtt,
        OpenFor = now - relay.OpenedAt,
        MessagesInFlight = relay.InFlightMessages,
    };

    private static TimeSpan Left(Instant until, Instant now) => until > now ? until - now : TimeSpan.Zero;
}
