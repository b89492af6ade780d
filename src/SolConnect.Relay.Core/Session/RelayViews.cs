using SolConnect.Relay.Core.Delivery;

namespace SolConnect.Relay.Core.Session;

/// <summary>Describes what the machine knows of its relays, for snapshots and for balancing.</summary>
internal static class RelayViews
{
    /// <summary>
    /// One view per known relay, in the order of the list; those outside of the set are never dialled. Behind them, the
    /// relays that the list does not name any more.
    /// </summary>
    public static RelayView[] Describe(RelayRoster roster, PublishingSet publishing, Instant now)
    {
        var listed = roster.List.Select(endpoint => Array.Find(roster.Read, relay => relay.Endpoint.Id == endpoint.Id) is { } relay
            ? Describe(relay, publishing, now)
            : new RelayView(
                endpoint, ConnectionPhase.Gone, 0, false, false, true, null, null, 0, default, 0, null, null, Instant.Never, 0,
                Instant.Never, 0));
        var removed = roster.Read.Where(relay => !roster.List.Any(endpoint => endpoint.Id == relay.Endpoint.Id));
        return [.. listed, .. removed.Select(relay => Describe(relay, publishing, now) with { IsRemoved = true })];
    }

    private static RelayView Describe(RelayNode relay, PublishingSet publishing, Instant now)
    {
        var connection = relay.Connection;
        var rtt = connection is { Rtt.HasSample: true } ? connection.Rtt : null;
        return new(
            relay.Endpoint,
            connection?.Phase ?? ConnectionPhase.Gone,
            connection?.Number ?? 0,
            publishing.Set.Contains(relay),
            publishing.IsMember(relay),
            relay.Dials.IsHealthy && !relay.IsSuspected,
            rtt?.Smoothed,
            rtt?.Variation,
            relay.LoadPerMille,
            relay.Durability,
            relay.Dials.FailedDials,
            relay.LastCloseReason,
            relay.LastCloseDetail,
            connection?.OpenedAt ?? Instant.Never,
            connection?.FlightCount ?? 0,
            connection?.Liveness.SuspectedAt ?? Instant.Never,
            relay.Penalty.At(now))
        {
            IsBarred = relay.Dials.Admission.IsBarred,
            LastRtt = rtt?.Last,
            RttSamples = rtt?.Samples ?? 0,
            MessagesSent = relay.Traffic.MessagesSent,
            MessagesReceived = relay.Traffic.MessagesReceived,
            BytesSent = relay.Traffic.BytesSent,
            BytesReceived = relay.Traffic.BytesReceived,
        };
    }
}
