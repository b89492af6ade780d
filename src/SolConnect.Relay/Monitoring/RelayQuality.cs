using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>
/// One number for how good a relay is, from 0 to 100: the product of six factors between 0 and 1, so that a relay has to be
/// near, steady, reachable, settled, free of errors and stable all at once. See docs/monitoring.md.
/// </summary>
/// <remarks>
/// <code>
/// 100 × near       200 ms / (200 ms + smoothed round trip); 1/2 without a sample
///     × steady     100 ms / (100 ms + variation); 1 without a sample
///     × reachable  1/2 for each connect or check in a row that failed
///     × settled    after a connection ended: from 1/2 at the next Welcome up to 1 a minute later
///     × faultless  1 − error rate
///     × stable     (1 + stability) / 2
/// </code>
/// A relay that was never tried has 50: behind every good one, before every bad one.
/// </remarks>
internal static class RelayQuality
{
    private static readonly TimeSpan HalvingLatency = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HalvingJitter = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Probation = TimeSpan.FromMinutes(1);

    public static double Score(RelaySnapshot relay, Instant now) =>
        100 * Near(relay) * Steady(relay) * Reachable(relay) * Settled(relay.View, now) * Faultless(relay) * Stable(relay);

    private static double Near(RelaySnapshot relay) =>
        relay.Latency is { } rtt ? HalvingLatency / (HalvingLatency + rtt) : 0.5;

    private static double Steady(RelaySnapshot relay) =>
        relay.Jitter is { } variation ? HalvingJitter / (HalvingJitter + variation) : 1;

    private static double Reachable(RelaySnapshot relay) => Math.Pow(0.5, relay.FailedInARow);

    // Ends that we asked for say nothing about the relay.
    private static double Settled(RelayView view, Instant now)
    {
        if (view.LastCloseReason is null or CloseReason.Requested)
            return 1;
        if (!view.Phase.IsOpen())
            return 0.5;
        return 0.5 + 0.5 * Math.Clamp((now - view.OpenedAt) / Probation, 0, 1);
    }

    private static double Faultless(RelaySnapshot relay) => 1 - relay.ErrorRate;

    private static double Stable(RelaySnapshot relay) => (1 + relay.Stability) / 2;
}
