using System.Globalization;
using SolConnect.Relay.Core;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Monitoring;

/// <summary>The three alerts about one relay's measurements. Session loop only.</summary>
internal sealed class RelayAlerts
{
    private ThresholdGate? _latency;
    private ThresholdGate? _errorRate;
    private ThresholdGate? _quality;

    public void Step(
        RelaySnapshot relay, double? errorRate, double quality, AlertLimits limits, Instant now, Action<SessionEvent> report)
    {
        var endpoint = relay.View.Endpoint;
        _latency ??= new(limits.Latency.TotalSeconds, 0.8 * limits.Latency.TotalSeconds);
        _errorRate ??= new(limits.ErrorRate, 0.5 * limits.ErrorRate);
        _quality ??= new(limits.Quality, Math.Min(100, limits.Quality + 10));
        Tell(AlertKind.HighLatency, _latency.Step(relay.Latency?.TotalSeconds, now), "Its round trips take", "s");
        Tell(AlertKind.HighErrorRate, _errorRate.Step(errorRate, now), "The share of failures is", "");
        Tell(AlertKind.LowQuality, _quality.Step(relay.Health == RelayHealth.Unknown ? null : quality, now), "Its quality is", "");

        void Tell(AlertKind kind, ThresholdCrossing? crossing, string what, string unit)
        {
            if (crossing is { } crossed)
            {
                var state = crossed.IsCleared ? "is within the limit again" : "is beyond the limit";
                report(new SessionEvent.Alert(kind, endpoint, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{what} {crossed.After:0.###}{unit}, before {crossed.Before:0.###}{unit}; that {state} of " +
                    $"{crossed.Threshold:0.###}{unit}."))
                { Crossing = crossed });
            }
        }
    }
}
