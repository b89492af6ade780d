using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;
using SolConnect.Relay.Tests.Options;

namespace SolConnect.Relay.Tests.Monitoring;

/// <summary>What the machine may say about a relay, as the starting point of tests that change one thing.</summary>
internal static class RelayViewSamples
{
    /// <summary>Of the set, never dialled.</summary>
    public static readonly RelayView Untried = new(
        ValidOptions.Relay("a"), ConnectionPhase.Gone, Connection: 0, InSet: true, IsPublishing: false, IsHealthy: true,
        SmoothedRtt: null, RttVariation: null, LoadPerMille: 0, Durability.Received, FailedDials: 0,
        LastCloseReason: null, LastCloseDetail: null, OpenedAt: default, InFlightMessages: 0,
        SuspectedAt: Instant.Never, Penalty: 0);

    /// <summary>Not of the set: nobody dials it.</summary>
    public static RelayView Outside(string id) => Untried with { Endpoint = ValidOptions.Relay(id), InSet = false };

    /// <summary>Open, with a round trip that was just measured.</summary>
    public static RelayView Open(
        string id, double milliseconds = 20, ConnectionPhase phase = ConnectionPhase.Standby, long samples = 1) => Untried with
        {
            Endpoint = ValidOptions.Relay(id),
            Phase = phase,
            Connection = id[0],
            SmoothedRtt = TimeSpan.FromMilliseconds(milliseconds),
            RttVariation = TimeSpan.Zero,
            LastRtt = TimeSpan.FromMilliseconds(milliseconds),
            RttSamples = samples,
        };

    /// <summary>Lost, and so many dials have failed since.</summary>
    public static RelayView Failing(string id, int failedDials) => Untried with
    {
        Endpoint = ValidOptions.Relay(id),
        FailedDials = failedDials,
        LastCloseReason = CloseReason.Unreachable,
        LastCloseDetail = "refused",
    };

    public static Instant At(double seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);
}
