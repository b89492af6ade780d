using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// One number for how good a relay is, from 0 to 100: the product of four factors between 0 and 1, so that a relay has
/// to be near, steady, reachable and settled all at once.
/// </summary>
/// <remarks>
/// <code>
/// 100 × near       200 ms / (200 ms + SRTT); 1/2 without a sample
///     × steady     100 ms / (100 ms + RTTVAR); 1 without a sample
///     × reachable  1/2 for each failed connect in a row
///     × settled    after a connection ended: from 1/2 at the next Welcome up to 1 a minute later
/// </code>
/// A relay that was never tried has 50: behind every good one, before every bad one.
/// </remarks>
internal static class RelayQuality
{
    private static readonly TimeSpan HalvingLatency = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HalvingJitter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Probation = TimeSpan.FromMinutes(1);

    public static double Score(RelayView relay, Instant now) =>
        100 * Near(relay) * Steady(relay) * Reachable(relay) * Settled(relay, now);

    private static double Near(RelayView relay) =>
        relay.SmoothedRtt is { } rtt ? HalvingLatency / (HalvingLatency + rtt) : 0.5;

    private static double Steady(RelayView relay) =>
        relay.RttVariation is { } variation ? HalvingJitter / (HalvingJitter + variation) : 1;

    private static double Reachable(RelayView relay) => Math.Pow(0.5, relay.FailedDials);

    // Ends that we asked for say nothing about the relay.
    private static double Settled(RelayView relay, Instant now)
    {
        if (relay.LastCloseReason is null or CloseReason.Requested)
            return 1;
        if (!relay.Phase.IsOpen())
            return 0.5;
        return 0.5 + 0.5 * Math.Clamp((now - relay.OpenedAt) / Probation, 0, 1);
    }
}
