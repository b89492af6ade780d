using System.Diagnostics;
using SolConnect.Relay.Core.Session;

namespace SolConnect.Relay.Diagnostics;

/// <summary>A failover as an activity of its own trace, told when it is over: from the onset to the first receipt.</summary>
internal static class FailoverActivity
{
    public static void Record(SessionEvent.FailoverCompleted failover, TimeProvider time)
    {
        if (!RelayActivities.Source.HasListeners())
        {
            return;
        }

        var end = time.GetUtcNow();
        var start = end - failover.FailoverTime;
        using var activity = RelayActivities.Source.StartActivity(
            ActivityKind.Internal, parentContext: default, tags: null, links: null, start, "failover");
        if (activity is null)
        {
            return;
        }

        activity.SetTag(TelemetryNames.Reason, RelayInstruments.Word(failover.Reason));
        activity.SetTag(TelemetryNames.OldRelay, failover.OldRelay.Id);
        activity.SetTag(TelemetryNames.NewRelay, failover.NewRelay.Id);
        activity.SetTag(TelemetryNames.Resent, failover.MessagesResent);
        activity.AddEvent(new("detected", start + failover.DetectionTime));
        activity.SetEndTime(end.UtcDateTime);
    }
}
